package io.pipestream.trigger;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.pipestream.event.Action;
import io.pipestream.normalise.Catalogue;
import io.pipestream.schema.Schemas;
import jakarta.inject.Singleton;

/**
 * The catalogue: the triggers that workflow builders know by name, and one for everything else that can happen to a declared
 * object.
 */
@Singleton
public final class Triggers {

    private final Map<String, Trigger> bySlug;

    Triggers(Schemas schemas) {
        var describing = new TriggerDescriptions(schemas);
        this.bySlug = Collections.unmodifiableMap(Stream.concat(
                        Stream.of(io.pipestream.event.Trigger.values()).map(describing::known),
                        Catalogue.records().keySet().stream().flatMap(object -> generated(object, describing)))
                .collect(
                        Collectors.toMap(Trigger::slug, Function.identity(), (one, other) -> one, LinkedHashMap::new)));
    }

    private static Stream<Trigger> generated(String object, TriggerDescriptions describing) {
        return Catalogue.actions(object).stream()
                .filter(action -> io.pipestream.event.Trigger.of(object, action).isEmpty())
                .map(action -> describing.generated(object, action));
    }

    /** Every trigger, those with a payload of their own first. */
    public Collection<Trigger> all() {
        return bySlug.values();
    }

    /** The trigger of this name. */
    public Optional<Trigger> bySlug(String slug) {
        return Optional.ofNullable(bySlug.get(slug));
    }

    /** The trigger that such events start; none of an object that is not declared. */
    public Optional<Trigger> of(String object, Action action) {
        return bySlug.values().stream()
                .filter(trigger ->
                        trigger.action() == action && trigger.object().equals(object))
                .findFirst();
    }

    /** Every name, in the catalogue's order. */
    public List<String> slugs() {
        return List.copyOf(bySlug.keySet());
    }
}

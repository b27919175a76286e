package io.pipestream.schema;

import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.event.EventType;
import io.pipestream.normalise.Catalogue;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The door: which schema what we write to Kafka names in {@code ce_dataschema}. */
@Singleton
public final class Schemas {

    /** The CloudEvents type, and the schema's name, of a record of the control topic. */
    public static final String COVERAGE_ADVANCED = "com.pipestream.coverage.advanced";

    private final String base;
    private final Map<EventType, String> declared;
    private final String any;

    Schemas(@ConfigProperty(name = "pipestream.public-url") String publicUrl) {
        this.base = publicUrl.replaceAll("/+$", "");
        this.declared = Catalogue.records().keySet().stream()
                .flatMap(object -> Catalogue.actions(object).stream().map(action -> EventType.of(object, action)))
                .collect(Collectors.toMap(type -> type, type -> url(type.name())));
        this.any = url(SchemaLibrary.EVENT);
    }

    /** The URL of the schema of these events; of a type that has none, of the schema of any event. */
    public String of(EventType type) {
        return declared.getOrDefault(type, any);
    }

    /** The schema of these events, whole by itself and the caller's to change; of a type that has none, of any event. */
    public ObjectNode document(EventType type) {
        return SchemaLibrary.newest()
                .getOrDefault(
                        type.name(),
                        Objects.requireNonNull(SchemaLibrary.newest().get(SchemaLibrary.EVENT)))
                .deepCopy();
    }

    /** A value as {@link #document} describes it. */
    public ObjectNode sample(EventType type) {
        return Sample.of(type.name(), document(type));
    }

    /** The URL of the schema of the control topic's records. */
    public String coverageAdvanced() {
        return url(COVERAGE_ADVANCED);
    }

    /** The URL of the schema of what stands in a dead-letter topic. */
    public String deadLetter() {
        return url(SchemaLibrary.DEAD_LETTER);
    }

    /** Where we can be found from outside, without a slash at the end. */
    String base() {
        return base;
    }

    String url(String name) {
        return base + SchemaLibrary.path(name, Released.version(name));
    }
}

package io.pipestream.console;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.pipestream.event.Action;
import io.pipestream.event.Trigger;
import io.pipestream.journal.EventQuery;
import jakarta.ws.rs.core.MultivaluedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a page of events was asked for, under the names that the API has too, so that an address can be carried over.
 *
 * @param given only what is not blank
 */
public record EventSearchForm(Map<String, String> given) {

    /** What a replay asks for under another name. */
    private static final Map<String, String> OF_REPLAYS = Map.of("received_to", "received_until", "id", "ids");

    private static final Set<String> ALSO_OF_REPLAYS =
            Set.of("object", "action", "trigger", "record_id", "company_id", "received_from");

    /** In the order of the form. */
    private static final List<String> FIELDS = List.of(
            "q",
            "object",
            "action",
            "trigger",
            "record_id",
            "state",
            "path",
            "received_from",
            "received_to",
            "where",
            "company_id",
            "key",
            "source",
            "id",
            "delivery_id",
            "occurred_from",
            "occurred_to",
            "sequence_from",
            "sequence_to");

    /** Folded away until one is asked for, or else the form would show twenty fields. */
    private static final List<String> FOLDED = FIELDS.subList(4, FIELDS.size());

    /** Those of them that are plain text. */
    private static final List<String> SELDOM = FIELDS.subList(9, FIELDS.size());

    private static final Map<String, String> LABELS = Map.ofEntries(
            Map.entry("where", "JSON path, such as $.object.value > 1000"),
            Map.entry("company_id", "Company id"),
            Map.entry("key", "Key, company:object:record"),
            Map.entry("source", "Source, such as webhook-v2"),
            Map.entry("id", "Event id"),
            Map.entry("delivery_id", "Delivery id"),
            Map.entry("occurred_from", "Happened from"),
            Map.entry("occurred_to", "Happened before"),
            Map.entry("sequence_from", "Number from"),
            Map.entry("sequence_to", "Number up to"));

    /** A field of the form. */
    public record Field(String name, String label) {}

    static EventSearchForm of(MultivaluedMap<String, String> parameters) {
        var given = new LinkedHashMap<String, String>();
        for (var field : FIELDS) {
            var value = parameters.getFirst(field);
            if (value != null && !value.isBlank()) {
                given.put(field, value.strip());
            }
        }
        return new EventSearchForm(given);
    }

    /** The form of a replay of just these events; null of all there are, and if a replay cannot be asked for such. */
    public @Nullable String replay() {
        var asked = new LinkedHashMap<String, String>();
        for (var filter : given.entrySet()) {
            var name = ALSO_OF_REPLAYS.contains(filter.getKey()) ? filter.getKey() : OF_REPLAYS.get(filter.getKey());
            if (name == null) {
                return null;
            }
            asked.put(name, filter.getValue());
        }
        return asked.isEmpty() ? null : new Filters(asked).address("/console/replays/new");
    }

    EventQuery query() {
        return EventQuery.of(given::get);
    }

    /** What a field shows. */
    public String value(String field) {
        return given.getOrDefault(field, "");
    }

    public boolean isNarrow() {
        return !given.isEmpty();
    }

    public boolean isSeldom() {
        return FOLDED.stream().anyMatch(given::containsKey);
    }

    public List<Field> seldomFields() {
        return SELDOM.stream()
                .map(name -> new Field(name, LABELS.getOrDefault(name, name)))
                .toList();
    }

    public List<Action> actions() {
        return List.of(Action.values());
    }

    public List<Trigger> triggers() {
        return List.of(Trigger.values());
    }

    /** The address of a page of this search, with this parameter beside it. */
    String address(String path, String name, String value) {
        var address = new StringBuilder(path);
        given.forEach((field, text) -> append(address, field, text));
        append(address, name, value);
        return address.toString();
    }

    String address(String path) {
        var address = new StringBuilder(path);
        given.forEach((field, text) -> append(address, field, text));
        return address.toString();
    }

    private static void append(StringBuilder address, String name, String value) {
        address.append(address.indexOf("?") < 0 ? '?' : '&')
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
}

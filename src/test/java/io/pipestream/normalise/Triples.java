package io.pipestream.normalise;

import static io.pipestream.normalise.Deliveries.observe;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.event.Action;
import io.pipestream.event.Observation;
import io.pipestream.normalise.Spelling.Form;
import org.jspecify.annotations.Nullable;

/** Holds every path's telling of a change to what is promised of it, and to one another. */
final class Triples {

    private Triples() {}

    /** As {@link Corpus#told} has written it. */
    static void assertEachPathGivesWhatIsPromised(String object, ObjectNode told) {
        var name = object + ' ' + told.get("name").textValue();
        var action = Action.valueOf(told.get("action").textValue().toUpperCase(Locale.ROOT));
        var v1 = told.get("webhook_v1") instanceof ObjectNode body ? observe(body) : null;
        var v2 = told.get("webhook_v2") instanceof ObjectNode body ? observe(body) : null;
        var recents = told.get("row_v1") instanceof ObjectNode row ? row(action, object, row, RowShape.V1) : null;
        var rest = told.get("row_v2") instanceof ObjectNode row ? row(action, object, row, RowShape.V2) : null;
        if (v1 != null) {
            assertIs(name + " by webhook v1", Form.V1, object, action, told, v1);
            assertThat(orNull(v1.previous())).as("previous of %s by v1", name).isEqualTo(told.get("previous_v1"));
        }
        if (v2 != null) {
            assertIs(name + " by webhook v2", Form.V2, object, action, told, v2);
            if (action != Action.MERGED) {
                assertThat(orNull(v2.previous()))
                        .as("previous of %s by v2", name)
                        .isEqualTo(told.get("previous_v2"));
            }
        }
        if (recents != null) {
            assertIs(name + " by a row of v1", Form.V1, object, action, told, recents);
        }
        if (rest != null) {
            assertIs(name + " by a row of v2", Form.REST, object, action, told, rest);
        }
        assertSameUpdate(name, v1, v2);
        if (!object.equals("user")) { // whose updates have the second of the delivery in their key, see ADR 2
            assertSameUpdate(name, v1, recents);
            assertSameUpdate(name, v2, rest);
        }
    }

    private static void assertIs(
            String path, Form form, String object, Action action, ObjectNode told, Observation observation) {
        var promised = (ObjectNode) told.get("object");
        var actual = observation.object();
        if (form == Form.REST) {
            actual = Rows.knownToRest(actual, List.of());
        }
        var known = Expected.knownTo(form, object, promised, action == Action.DELETED);
        if (form == Form.REST) {
            known = Rows.knownToRest(known, List.of());
        }
        assertThat(names(actual)).as("fields of %s", path).isEqualTo(names(known));
        for (var field : known.properties()) {
            // As text: 1 is not 1.0.
            assertThat(actual.get(field.getKey()).toString())
                    .as("%s of %s", field.getKey(), path)
                    .isEqualTo(field.getValue().toString());
        }
        var isRowOfAMerge = action == Action.MERGED && observation.action() == Action.UPDATED;
        if (!isRowOfAMerge) {
            assertThat(observation.action()).as("action of %s", path).isEqualTo(action);
            if (told.get("ce_id").isTextual()) {
                assertThat(Corpus.uuid(observation.dedupeKey()))
                        .as("ce_id of %s", path)
                        .isEqualTo(told.get("ce_id").textValue());
            }
        }
        var payload = Expected.payload(object, action, known);
        assertThat(orNull(observation.payload())).as("payload of %s", path).isEqualTo(payload);
        if (form != Form.V1 || !object.equals("organization")) {
            assertThat(payload).as("what is promised of %s", path).isEqualTo(told.get("payload"));
        }
        assertThat(observation.drift()).as("drift of %s", path).isEmpty();
    }

    /** Two paths that know the same of a record tell one event. */
    private static void assertSameUpdate(String name, @Nullable Observation one, @Nullable Observation other) {
        if (one != null
                && other != null
                && one.action() == other.action()
                && one.object().equals(other.object())) {
            assertThat(other.dedupeKey()).as("key of %s", name).isEqualTo(one.dedupeKey());
        }
    }

    private static Observation row(Action action, String object, ObjectNode row, RowShape shape) {
        return Rows.observe(action == Action.MERGED ? Action.UPDATED : action, object, row, shape);
    }

    private static List<String> names(ObjectNode object) {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }

    private static JsonNode orNull(@Nullable JsonNode node) {
        return node == null ? NullNode.instance : node;
    }
}

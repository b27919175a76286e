package io.pipestream.normalise;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.event.Action;
import io.pipestream.event.Observation;
import io.pipestream.event.Source;
import io.pipestream.normalise.PolledRow.Readable;

/** Reads rows for tests. */
final class Rows {

    static final String COMPANY = "4711002";

    private static final RowNormaliser NORMALISER = new RowNormaliser();

    /** What REST v2 calls the time zone of a custom field, webhooks number; neither knows the other's word for it. */
    private static final List<String> TIME_ZONES = List.of("timezone_id", "timezone_name");

    private Rows() {}

    static PolledRow normalise(String object, ObjectNode data, RowShape shape) {
        return NORMALISER.normalise(object, data, shape, COMPANY, "fjordworks.pipedrive.com", Source.RECENTS);
    }

    static Readable read(String object, ObjectNode data, RowShape shape) {
        var row = normalise(object, data, shape);
        assertThat(row).isInstanceOf(Readable.class);
        return (Readable) row;
    }

    /** What the row tells of this action. */
    static Observation observe(Action action, String object, ObjectNode data, RowShape shape) {
        var row = read(object, data, shape);
        var told = switch (action) {
            case ADDED -> row.added();
            case UPDATED -> row.updated();
            case DELETED -> row.deleted();
            case MERGED -> throw new IllegalArgumentException("no row tells of a merge");
        };
        return requireNonNull(told, () -> action + " of " + data.path("id"));
    }

    /** The record as far as REST v2 can know it. */
    static ObjectNode knownToRest(ObjectNode object, List<String> unknown) {
        var known = object.deepCopy();
        unknown.stream().filter(known::has).forEach(known::putNull);
        for (var name : List.of("address", "location")) {
            if (known.get(name) instanceof ObjectNode address) {
                address.putNull("formatted_address");
            }
        }
        if (known.get("custom_fields") instanceof ObjectNode custom) {
            custom.forEach(field -> ((ObjectNode) field).remove(TIME_ZONES));
        }
        return known;
    }
}

package io.pipestream.journal;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/** The WHERE clause of a {@link Stretch}, on {@code event e}: fixed phrases, and their values in the same order. */
final class StretchQuery {

    /** A later event that was not received by then does not count: what was spooled may be stored late. */
    private static final String IS_LAST_OF_RECORD = """
            NOT EXISTS (SELECT FROM event l
                         WHERE l.object = e.object AND l.record_id = e.record_id AND l.seq > e.seq
                           AND l.company_id = e.company_id AND l.seq <= ? AND l.received_at < ?)""";

    private final List<String> phrases = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();

    private StretchQuery() {}

    static StretchQuery of(Stretch stretch) {
        var query = new StretchQuery();
        query.and("e.seq > ?", stretch.after());
        query.and("e.seq <= ?", stretch.through());
        query.select(stretch.selection());
        var asOf = stretch.stateAsOf();
        if (asOf != null) {
            query.and("e.received_at < ?", asOf);
            query.and(IS_LAST_OF_RECORD, stretch.through(), asOf);
        }
        return query;
    }

    /** With the word WHERE. */
    String clause() {
        return " WHERE " + String.join(" AND ", phrases);
    }

    /** Numbers, texts and times with their offset. */
    List<Object> values() {
        return values;
    }

    private void select(EventSelection selection) {
        andIfGiven("e.company_id = ?", selection.companyId());
        andIfGiven("e.object = ?", selection.object());
        andIfGiven("e.action = ?", selection.action());
        andIfGiven("e.record_id = ?", selection.recordId());
        andIfGiven("e.trigger = ?", selection.trigger());
        andIfGiven("e.received_at >= ?", selection.from());
        andIfGiven("e.received_at < ?", selection.until());
        if (!selection.ids().isEmpty()) {
            var ids = selection.ids().stream().map(UUID::toString).collect(Collectors.joining(","));
            and("e.id = ANY (string_to_array(?, ',')::uuid[])", ids);
        }
    }

    private void andIfGiven(String phrase, @Nullable Object value) {
        if (value != null) {
            and(phrase, value);
        }
    }

    private void and(String phrase, Object... given) {
        phrases.add(phrase);
        for (var value : given) {
            values.add(value instanceof Instant instant ? instant.atOffset(ZoneOffset.UTC) : value);
        }
    }
}

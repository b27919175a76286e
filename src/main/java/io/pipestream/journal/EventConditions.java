package io.pipestream.journal;

import java.util.UUID;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.pipestream.event.Action;
import io.pipestream.journal.EventFilter.State;

/** A filter as SQL on {@code event e}. What reads the whole record comes last. */
final class EventConditions {

    /** Without an error where a path leads nowhere: such a record does not match. */
    private static final String MATCHES = "jsonb_path_match_tz(e.record::jsonb, ?::jsonpath, '{}', true)";

    /** Text can be JSON that jsonb does not take, a number of a million digits for one. */
    private static final String MATCHES_IF_READABLE =
            "CASE WHEN pg_input_is_valid(e.record, 'jsonb') THEN " + MATCHES + " ELSE false END";

    /** The one phrase that looks events up by their ids. */
    static final String IDS =
            "(e.seq, e.received_at) IN (SELECT k.seq, k.received_at FROM event_key k WHERE k.id = ANY (?))";

    private static final String[] ACTIONS =
            Stream.of(Action.values()).map(Action::word).toArray(String[]::new);

    private EventConditions() {}

    /** @param careful look first whether Postgres can read a record, which takes as long again */
    static Where of(EventFilter filter, boolean careful) {
        var where = new Where();
        if (!filter.ids().isEmpty()) {
            where.and(IDS, (Object) filter.ids().toArray(UUID[]::new));
        }
        where.andIfGiven(
                        IDS.replace("?", "ARRAY(SELECT d.event_id FROM delivery d WHERE d.id = ?)"),
                        filter.deliveryId())
                .andIfGiven("e.company_id = ?", filter.companyId())
                .andIfGiven("e.object = ?", filter.object())
                .andIfGiven("e.action = ?", filter.action())
                .andIfGiven("e.record_id = ?", filter.recordId())
                .andIfGiven("e.trigger = ?", filter.trigger())
                .andIfGiven("e.received_at >= ?", filter.receivedFrom())
                .andIfGiven("e.received_at < ?", filter.receivedTo())
                .andIfGiven("e.occurred_at >= ?", filter.occurredFrom())
                .andIfGiven("e.occurred_at < ?", filter.occurredTo());
        if (!filter.sources().isEmpty()) {
            where.and("e.source = ANY (?)", (Object) filter.sources().toArray(String[]::new));
        }
        if (filter.state() != null) {
            where.and(state(filter.state()));
        }
        filter.words().forEach(word -> where.and("e.record ILIKE ?", '%' + asWritten(word) + '%'));
        return where.andIfGiven(careful ? MATCHES_IF_READABLE : MATCHES, filter.where());
    }

    /**
     * The same for a count. With every action there is, the index of types is entered where the stretch begins; without,
     * Postgres goes through all that an index has of the object.
     */
    static Where counted(EventFilter filter, boolean careful) {
        var where = of(filter, careful);
        return filter.object() != null && filter.action() == null && filter.recordId() == null
                ? where.and("e.action = ANY (?)", (Object) ACTIONS)
                : where;
    }

    private static String state(State state) {
        return switch (state) {
            case PENDING -> "EXISTS (SELECT FROM outbox o WHERE o.event_seq = e.seq)";
            case PUBLISHED -> "EXISTS (SELECT FROM publication k WHERE k.event_seq = e.seq AND k.problem IS NULL)";
            case FAILED -> "EXISTS (SELECT FROM publication k WHERE k.event_seq = e.seq AND k.problem IS NOT NULL)";
        };
    }

    /** As it stands in a JSON text, and without a meaning for LIKE. */
    private static String asWritten(String word) {
        var json = new String(JsonStringEncoder.getInstance().quoteAsString(word));
        return json.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }
}

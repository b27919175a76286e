package io.pipestream.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import javax.sql.DataSource;

import io.pipestream.journal.DeliveryFilter.Outcome;
import io.pipestream.platform.Statements;
import io.pipestream.platform.Timestamps;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** SQL that lists deliveries, newest first, a stretch of so many at a time: a filter may pass few of them. */
@Singleton
class DeliverySearchRepository {

    private static final String PAGE = """
            SELECT d.id, d.received_at, d.registration_id, d.connection_id, octet_length(d.body), d.outcome,
                   coalesce(d.source, e.source), d.event_id, e.delivery_id, q.reason
              FROM (SELECT x.id, x.received_at, x.registration_id, x.connection_id, x.body, x.source, x.event_id,
                           CASE WHEN x.event_id IS NULL THEN 'quarantined'
                                WHEN x.duplicate THEN 'duplicate'
                                ELSE 'first'
                           END AS outcome
                      FROM delivery x %s
                     ORDER BY x.received_at DESC, x.id DESC
                     LIMIT ?) d
              LEFT JOIN event_key k ON k.id = d.event_id
              LEFT JOIN event e ON e.seq = k.seq AND e.received_at = k.received_at
              LEFT JOIN quarantine q ON q.delivery_id = d.id
             %s
             ORDER BY d.received_at DESC, d.id DESC
             LIMIT ?
            """;

    private static final String LAST = """
            SELECT x.received_at, x.id
              FROM delivery x %s
             ORDER BY x.received_at DESC, x.id DESC
            OFFSET ? LIMIT 1
            """;

    private final Statements statements;

    DeliverySearchRepository(DataSource postgres) {
        this.statements = new Statements(postgres);
    }

    /**
     * A delivery as the API lists it.
     *
     * @param registrationId  of the webhook that brought it; null for a polled row
     * @param connectionId    of which a row was polled; null for a webhook's delivery
     * @param bytes           of the body, as it is stored
     * @param source          the path it came by; null where it was not understood
     * @param eventId         that it told of
     * @param firstDeliveryId the one that made the event
     * @param reason          why it went to quarantine; null if it did not
     */
    record Listed(
            UUID id,
            Instant receivedAt,
            @Nullable UUID registrationId,
            @Nullable UUID connectionId,
            int bytes,
            Outcome outcome,
            @Nullable String source,
            @Nullable UUID eventId,
            @Nullable UUID firstDeliveryId,
            @Nullable String reason) {}

    /** Wanted ones among so many before this moment. */
    List<Listed> page(DeliveryFilter filter, Moment before, int among, int limit) {
        var stretch = stretch(filter, before);
        var wanted = new Where()
                .andIfGiven("d.registration_id = ?", filter.registrationId())
                .andIfGiven("d.connection_id = ?", filter.connectionId())
                .andIfGiven(
                        "d.outcome = ?",
                        filter.outcome() == null
                                ? null
                                : filter.outcome().name().toLowerCase(Locale.ROOT));
        var sql = wanted.in(stretch.in(PAGE));
        return statements.list(
                "reading deliveries",
                sql,
                statement -> {
                    int position = EventRepository.bind(statement, stretch, 0);
                    statement.setInt(++position, among);
                    position = EventRepository.bind(statement, wanted, position);
                    statement.setInt(++position, limit);
                },
                DeliverySearchRepository::listed);
    }

    /** The last of so many before this moment; null if there are fewer. */
    @Nullable
    Moment last(DeliveryFilter filter, Moment before, int among) {
        var stretch = stretch(filter, before);
        return statements
                .first(
                        "reading deliveries",
                        stretch.in(LAST),
                        statement -> statement.setInt(EventRepository.bind(statement, stretch, 0) + 1, among - 1),
                        row -> new Moment(Timestamps.get(row, 1), row.getObject(2, UUID.class)))
                .orElse(null);
    }

    /** What an index tells. */
    private static Where stretch(DeliveryFilter filter, Moment before) {
        var where = new Where()
                .and("(x.received_at, x.id) < (?, ?)", before.at(), before.id())
                // Says nothing more, but chooses partitions.
                .andIfGiven("x.received_at >= ?", filter.receivedFrom())
                .andIfGiven("x.received_at < ?", filter.receivedTo());
        if (filter.eventId() != null) {
            where.and(
                    "(x.id, x.received_at) IN (SELECT e.delivery_id, e.received_at FROM event_key k"
                            + " JOIN event e ON e.seq = k.seq AND e.received_at = k.received_at WHERE k.id = ?"
                            + " UNION ALL"
                            + " SELECT y.id, y.received_at FROM delivery y WHERE y.event_id = ? AND y.duplicate)",
                    filter.eventId(),
                    filter.eventId());
        }
        if (filter.outcome() == Outcome.DUPLICATE) {
            where.and("x.duplicate");
        } else if (filter.outcome() == Outcome.QUARANTINED) {
            where.and("(x.id, x.received_at) IN (SELECT k.delivery_id, k.received_at FROM quarantine k)");
        }
        return where;
    }

    private static Listed listed(ResultSet row) throws SQLException {
        var id = row.getObject(1, UUID.class);
        var first = row.getObject(9, UUID.class);
        var outcome = Outcome.valueOf(row.getString(6).toUpperCase(Locale.ROOT));
        return new Listed(
                id,
                Timestamps.get(row, 2),
                row.getObject(3, UUID.class),
                row.getObject(4, UUID.class),
                row.getInt(5),
                // After a commit that was repeated the event's own delivery is marked too.
                outcome == Outcome.DUPLICATE && id.equals(first) ? Outcome.FIRST : outcome,
                row.getString(7),
                row.getObject(8, UUID.class),
                first,
                row.getString(10));
    }
}

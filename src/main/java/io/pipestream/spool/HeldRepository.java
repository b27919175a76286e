package io.pipestream.spool;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

import io.pipestream.event.Delivery;
import io.pipestream.platform.SqlArrays;
import io.pipestream.platform.Statements;
import io.pipestream.platform.Timestamps;
import jakarta.inject.Singleton;

/** SQL for {@code held_delivery} and {@code spool_position}. */
@Singleton
class HeldRepository {

    private static final String ADD = """
            INSERT INTO held_delivery (id, registration_id, company_id, received_at, headers, body)
            SELECT id, registration_id, company_id, received_at, headers, body
              FROM unnest(?::uuid[], ?::uuid[], ?::text[], ?::timestamptz[], ?::text[], ?::bytea[])
                   AS t (id, registration_id, company_id, received_at, headers, body)
            ON CONFLICT (id) DO NOTHING
            """;

    /** With the position at the same moment, and one row without a delivery if nothing is held. */
    private static final String FIRST = """
            SELECT drained.topic_id, drained.next_offset,
                   first.id, first.registration_id, first.company_id, first.received_at, first.headers, first.body
              FROM spool_position drained
              LEFT JOIN (
                SELECT id, registration_id, company_id, received_at, headers, body,
                       sum(length(body)) OVER (ORDER BY received_at, id) - length(body) AS before
                  FROM (SELECT id, registration_id, company_id, received_at, headers, body
                          FROM held_delivery ORDER BY received_at, id LIMIT ?) AS oldest
              ) AS first ON first.before < ?
             ORDER BY first.received_at, first.id
            """;

    /** Two instances may drain at once for a moment: the position of one topic never goes back. */
    private static final String DRAINED = """
            WITH gone AS (
                DELETE FROM held_delivery WHERE id = ANY (?)
            )
            UPDATE spool_position SET topic_id = ?, next_offset = ?
             WHERE topic_id <> ? OR next_offset < ?
            """;

    private static final String COUNT = """
            SELECT count(*) FROM held_delivery
            """;

    private final Statements statements;

    HeldRepository(@io.quarkus.agroal.DataSource("spool") DataSource postgres) {
        this.statements = new Statements(postgres);
    }

    /**
     * The oldest that are held.
     *
     * @param isAll   whether no more are held
     * @param drained how far the spool was drained at the same moment
     */
    record First(List<KeptDelivery> deliveries, boolean isAll, Place drained) {}

    void add(List<KeptDelivery> batch) {
        statements.update("holding " + batch.size() + " deliveries", ADD, statement -> {
            SqlArrays.set(statement, 1, "uuid", batch, kept -> kept.delivery().id());
            SqlArrays.set(statement, 2, "uuid", batch, kept -> kept.delivery().registrationId());
            SqlArrays.set(statement, 3, "text", batch, KeptDelivery::companyId);
            SqlArrays.set(
                    statement,
                    4,
                    "text",
                    batch,
                    kept -> kept.delivery().receivedAt().toString());
            SqlArrays.set(
                    statement,
                    5,
                    "text",
                    batch,
                    kept -> HeadersJson.write(kept.delivery().headers()));
            SqlArrays.setBytes(statement, 6, batch, kept -> kept.delivery().body());
        });
    }

    First first(int atMost, long bytes) {
        return statements.run("reading what is held", FIRST, statement -> {
            statement.setInt(1, atMost);
            statement.setLong(2, bytes);
            var deliveries = new ArrayList<KeptDelivery>();
            var drained = new Place("", 0);
            long size = 0;
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    drained = new Place(rows.getString(1), rows.getLong(2));
                    if (rows.getObject(3) != null) {
                        var kept = kept(rows);
                        deliveries.add(kept);
                        size += kept.delivery().body().length;
                    }
                }
            }
            return new First(deliveries, deliveries.size() < atMost && size < bytes, drained);
        });
    }

    private static KeptDelivery kept(ResultSet rows) throws SQLException {
        var delivery = new Delivery(
                rows.getObject(3, UUID.class),
                rows.getObject(4, UUID.class),
                Timestamps.get(rows, 6),
                HeadersJson.read(rows.getString(7)),
                rows.getBytes(8));
        return KeptDelivery.held(delivery, rows.getString(5));
    }

    /** These are in the journal, and everything in the spool before this place. */
    void drained(List<UUID> held, Place to) {
        statements.update("noting what is drained", DRAINED, statement -> {
            SqlArrays.set(statement, 1, "uuid", held);
            statement.setString(2, to.topicId());
            statement.setLong(3, to.offset());
            statement.setString(4, to.topicId());
            statement.setLong(5, to.offset());
        });
    }

    long count() {
        return statements.one("counting what is held", COUNT, row -> row.getLong(1));
    }
}

package io.pipestream.spool;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;

import io.pipestream.event.Delivery;
import io.pipestream.platform.PostgresException;
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

    private final DataSource postgres;

    HeldRepository(@io.quarkus.agroal.DataSource("spool") DataSource postgres) {
        this.postgres = postgres;
    }

    /**
     * The oldest that are held.
     *
     * @param isAll   whether no more are held
     * @param drained how far the spool was drained at the same moment
     */
    record First(List<KeptDelivery> deliveries, boolean isAll, Place drained) {}

    void add(List<KeptDelivery> batch) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(ADD)) {
            statement.setArray(
                    1, array(connection, "uuid", batch, kept -> kept.delivery().id()));
            statement.setArray(
                    2, array(connection, "uuid", batch, kept -> kept.delivery().registrationId()));
            statement.setArray(3, array(connection, "text", batch, KeptDelivery::companyId));
            statement.setArray(
                    4,
                    array(
                            connection,
                            "text",
                            batch,
                            kept -> kept.delivery().receivedAt().toString()));
            statement.setArray(
                    5,
                    array(
                            connection,
                            "text",
                            batch,
                            kept -> HeadersJson.write(kept.delivery().headers())));
            statement.setArray(
                    6, array(connection, "bytea", batch, kept -> kept.delivery().body()));
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new PostgresException("holding " + batch.size() + " deliveries", e.getSQLState(), e);
        }
    }

    private static java.sql.Array array(
            Connection connection, String type, List<KeptDelivery> batch, Function<KeptDelivery, Object> column)
            throws SQLException {
        var values = batch.stream().map(column).toArray();
        return connection.createArrayOf(
                type, type.equals("bytea") ? List.of(values).toArray(byte[][]::new) : values);
    }

    First first(int atMost, long bytes) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(FIRST)) {
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
        } catch (SQLException e) {
            throw new PostgresException("reading what is held", e.getSQLState(), e);
        }
    }

    private static KeptDelivery kept(ResultSet rows) throws SQLException {
        var delivery = new Delivery(
                rows.getObject(3, UUID.class),
                rows.getObject(4, UUID.class),
                rows.getObject(6, OffsetDateTime.class).toInstant(),
                HeadersJson.read(rows.getString(7)),
                rows.getBytes(8));
        return KeptDelivery.held(delivery, rows.getString(5));
    }

    /** These are in the journal, and everything in the spool before this place. */
    void drained(List<UUID> held, Place to) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(DRAINED)) {
            statement.setArray(1, connection.createArrayOf("uuid", held.toArray(UUID[]::new)));
            statement.setString(2, to.topicId());
            statement.setLong(3, to.offset());
            statement.setString(4, to.topicId());
            statement.setLong(5, to.offset());
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new PostgresException("noting what is drained", e.getSQLState(), e);
        }
    }

    long count() {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(COUNT);
                var rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new PostgresException("counting what is held", e.getSQLState(), e);
        }
    }
}

package io.pipestream.journal;

import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

import io.pipestream.platform.PostgresException;
import jakarta.inject.Singleton;

/** SQL that reads {@code quarantine}, and puts polled rows into it: deliveries come with their batch. */
@Singleton
class QuarantineRepository {

    private static final String NEWEST = """
            SELECT q.delivery_id, q.reason, q.received_at, length(d.body), substring(d.body FOR 4096)
              FROM quarantine q
              JOIN delivery d ON d.id = q.delivery_id
             ORDER BY q.received_at DESC, q.delivery_id
             LIMIT ?
            """;

    private static final String ADD = """
            WITH kept AS (
                INSERT INTO delivery (id, connection_id, received_at, headers, body)
                VALUES (?, ?, ?, '{}', ?)
                ON CONFLICT (id) DO NOTHING
                RETURNING id, received_at
            )
            INSERT INTO quarantine (delivery_id, reason, received_at)
            SELECT id, ?, received_at FROM kept
            ON CONFLICT (delivery_id) DO NOTHING
            """;

    private final DataSource postgres;

    QuarantineRepository(DataSource postgres) {
        this.postgres = postgres;
    }

    /**
     * A delivery we could authenticate but not understand.
     *
     * @param bytes    length of the body
     * @param bodyHead the first 4,096 bytes of the body in Base64, for it need not be text
     */
    record Quarantined(UUID id, String reason, Instant receivedAt, int bytes, String bodyHead) {}

    List<Quarantined> newest(int limit) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(NEWEST)) {
            statement.setInt(1, limit);
            var found = new ArrayList<Quarantined>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(new Quarantined(
                            rows.getObject(1, UUID.class),
                            rows.getString(2),
                            rows.getObject(3, OffsetDateTime.class).toInstant(),
                            rows.getInt(4),
                            Base64.getEncoder().encodeToString(rows.getBytes(5))));
                }
            }
            return found;
        } catch (SQLException e) {
            throw new PostgresException("reading the quarantine", e.getSQLState(), e);
        }
    }

    /** Keeps a polled row for an operator; false if it was kept before. */
    boolean add(UUID deliveryId, UUID connectionId, Instant receivedAt, byte[] row, String reason) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(ADD)) {
            statement.setObject(1, deliveryId);
            statement.setObject(2, connectionId);
            statement.setObject(3, receivedAt.atOffset(ZoneOffset.UTC));
            statement.setBytes(4, row);
            statement.setString(5, reason);
            return statement.executeUpdate() == 1;
        } catch (SQLException e) {
            throw new PostgresException("quarantining a polled row", e.getSQLState(), e);
        }
    }
}

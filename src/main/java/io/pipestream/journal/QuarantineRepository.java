package io.pipestream.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pipestream.journal.QuarantineFilter.State;
import io.pipestream.platform.PostgresException;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** SQL that reads {@code quarantine}, and puts polled rows into it: deliveries come with their batch. */
@Singleton
class QuarantineRepository {

    private static final String PAGE = """
            SELECT q.delivery_id, q.reason, q.received_at, length(d.body), substring(d.body FOR 4096), q.state,
                   d.registration_id, d.connection_id, d.event_id
              FROM quarantine q
              JOIN delivery d ON d.id = q.delivery_id AND d.received_at = q.received_at
            %s
             ORDER BY q.received_at DESC, q.delivery_id DESC
             LIMIT ?
            """;

    private static final String ONE = """
            SELECT d.received_at, d.registration_id, d.connection_id, d.headers, d.body
              FROM quarantine q
              JOIN delivery d ON d.id = q.delivery_id AND d.received_at = q.received_at
             WHERE q.delivery_id = ?
            """;

    /** Whether it was kept before is told by the quarantine: a delivery is unique only with its time of receipt. */
    private static final String ADD = """
            WITH set_aside AS (
                INSERT INTO quarantine (delivery_id, reason, received_at)
                VALUES (?, ?, ?)
                ON CONFLICT (delivery_id) DO NOTHING
                RETURNING delivery_id, received_at
            )
            INSERT INTO delivery (id, connection_id, received_at, headers, body)
            SELECT delivery_id, ?, received_at, '{}', ? FROM set_aside
            """;

    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};

    private final DataSource postgres;
    private final Partitions partitions;

    private final ObjectMapper json = new ObjectMapper();

    QuarantineRepository(DataSource postgres, Partitions partitions) {
        this.postgres = postgres;
        this.partitions = partitions;
    }

    /** All of it, as it came. */
    @SuppressWarnings("ArrayRecordComponent") // as for deliveries
    record Whole(
            Instant receivedAt,
            @Nullable UUID registrationId,
            @Nullable UUID connectionId,
            Map<String, String> headers,
            byte[] body) {}

    /** Newest first. */
    List<Quarantined> page(QuarantineFilter filter, Moment before, int limit) {
        return read(
                new Where()
                        .and("(q.received_at, q.delivery_id) < (?, ?)", before.at(), before.id())
                        .andIfGiven(
                                "q.state = ?",
                                filter.state() == null
                                        ? null
                                        : filter.state().name().toLowerCase(Locale.ROOT))
                        .andIfGiven("q.reason = ?", filter.reason())
                        .andIfGiven("d.registration_id = ?", filter.registrationId())
                        .andIfGiven("q.received_at >= ?", filter.receivedFrom())
                        .andIfGiven("q.received_at < ?", filter.receivedTo()),
                limit);
    }

    Optional<Quarantined> find(UUID id) {
        return read(new Where().and("q.delivery_id = ?", id), 1).stream().findFirst();
    }

    /** Empty if it never was in quarantine. */
    Optional<Whole> whole(UUID id) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(ONE)) {
            statement.setObject(1, id);
            try (var rows = statement.executeQuery()) {
                return rows.next()
                        ? Optional.of(new Whole(
                                rows.getObject(1, OffsetDateTime.class).toInstant(),
                                rows.getObject(2, UUID.class),
                                rows.getObject(3, UUID.class),
                                headers(rows.getString(4)),
                                rows.getBytes(5)))
                        : Optional.empty();
            }
        } catch (SQLException e) {
            throw new PostgresException("reading delivery " + id, e.getSQLState(), e);
        }
    }

    /** Keeps a polled row for an operator; false if it was kept before. */
    boolean add(UUID deliveryId, UUID connectionId, Instant receivedAt, byte[] row, String reason) {
        return partitions.makingRoom(
                () -> Stream.of(receivedAt), () -> tryAdd(deliveryId, connectionId, receivedAt, row, reason));
    }

    private boolean tryAdd(UUID deliveryId, UUID connectionId, Instant receivedAt, byte[] row, String reason) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(ADD)) {
            statement.setObject(1, deliveryId);
            statement.setString(2, reason);
            statement.setObject(3, receivedAt.atOffset(ZoneOffset.UTC));
            statement.setObject(4, connectionId);
            statement.setBytes(5, row);
            return statement.executeUpdate() == 1;
        } catch (SQLException e) {
            throw new PostgresException("quarantining a polled row", e.getSQLState(), e);
        }
    }

    private List<Quarantined> read(Where where, int limit) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(where.in(PAGE))) {
            int position = 0;
            for (var value : where.values()) {
                statement.setObject(++position, value);
            }
            statement.setInt(++position, limit);
            var found = new ArrayList<Quarantined>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(quarantined(rows));
                }
            }
            return found;
        } catch (SQLException e) {
            throw new PostgresException("reading the quarantine", e.getSQLState(), e);
        }
    }

    private static Quarantined quarantined(ResultSet row) throws SQLException {
        return new Quarantined(
                row.getObject(1, UUID.class),
                row.getString(2),
                row.getObject(3, OffsetDateTime.class).toInstant(),
                row.getInt(4),
                Base64.getEncoder().encodeToString(row.getBytes(5)),
                State.valueOf(row.getString(6).toUpperCase(Locale.ROOT)),
                row.getObject(7, UUID.class),
                row.getObject(8, UUID.class),
                row.getObject(9, UUID.class));
    }

    private Map<String, String> headers(String text) {
        try {
            return json.readValue(text, HEADERS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the journal wrote these headers as JSON", e);
        }
    }
}

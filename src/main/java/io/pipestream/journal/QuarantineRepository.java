package io.pipestream.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
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
import io.pipestream.platform.Statements;
import io.pipestream.platform.Timestamps;
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

    private final Statements statements;
    private final Partitions partitions;

    private final ObjectMapper json = new ObjectMapper();

    QuarantineRepository(DataSource postgres, Partitions partitions) {
        this.statements = new Statements(postgres);
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
        return statements.first(
                "reading delivery " + id,
                ONE,
                statement -> statement.setObject(1, id),
                row -> new Whole(
                        Timestamps.get(row, 1),
                        row.getObject(2, UUID.class),
                        row.getObject(3, UUID.class),
                        headers(row.getString(4)),
                        row.getBytes(5)));
    }

    /** Keeps a polled row for an operator; false if it was kept before. */
    boolean add(UUID deliveryId, UUID connectionId, Instant receivedAt, byte[] row, String reason) {
        return partitions.makingRoom(
                () -> Stream.of(receivedAt), () -> tryAdd(deliveryId, connectionId, receivedAt, row, reason));
    }

    private boolean tryAdd(UUID deliveryId, UUID connectionId, Instant receivedAt, byte[] row, String reason) {
        return statements.updateOne("quarantining a polled row", ADD, statement -> {
            statement.setObject(1, deliveryId);
            statement.setString(2, reason);
            Timestamps.set(statement, 3, receivedAt);
            statement.setObject(4, connectionId);
            statement.setBytes(5, row);
        });
    }

    private List<Quarantined> read(Where where, int limit) {
        return statements.list(
                "reading the quarantine",
                where.in(PAGE),
                statement -> statement.setInt(EventRepository.bind(statement, where, 0) + 1, limit),
                QuarantineRepository::quarantined);
    }

    private static Quarantined quarantined(ResultSet row) throws SQLException {
        return new Quarantined(
                row.getObject(1, UUID.class),
                row.getString(2),
                Timestamps.get(row, 3),
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

package io.pipestream.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.pipestream.event.Action;
import io.pipestream.event.RecordRef;
import io.pipestream.event.Source;
import io.pipestream.platform.PostgresException;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** SQL that reads {@code delivery} for people. */
@Singleton
class DeliveryRepository {

    private static final String ORIGIN = """
            SELECT e.id, e.company_id, e.object, e.record_id, e.action, e.source, e.host, e.received_at, e.record,
                   e.delivery_id, d.body, d.encoding
              FROM event_key k
              JOIN event e ON e.seq = k.seq AND e.received_at = k.received_at
              LEFT JOIN delivery d ON d.id = e.delivery_id AND d.received_at = e.received_at
             WHERE k.id = ?
            """;

    /** The first, which is in the event's row, and the others, which are in an index of their own. */
    private static final String OF_EVENT = """
            SELECT d.id, d.received_at, d.registration_id, d.connection_id, d.headers, d.encoding, true AS is_first,
                   e.source
              FROM event_key k
              JOIN event e ON e.seq = k.seq AND e.received_at = k.received_at
              JOIN delivery d ON d.id = e.delivery_id AND d.received_at = e.received_at
             WHERE k.id = ?
            UNION ALL
            SELECT d.id, d.received_at, d.registration_id, d.connection_id, d.headers, d.encoding, false,
                   NULL
              FROM delivery d
             WHERE d.event_id = ? AND d.duplicate
             ORDER BY is_first DESC, received_at DESC, id DESC
             LIMIT ?
            """;

    private static final String BODY = "SELECT body, encoding FROM delivery WHERE id = ?";

    private final DataSource postgres;

    private final ObjectReader json = new ObjectMapper().readerFor(new TypeReference<Map<String, String>>() {});

    DeliveryRepository(DataSource postgres) {
        this.postgres = postgres;
    }

    Optional<EventOrigin> origin(UUID event) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(ORIGIN)) {
            statement.setObject(1, event);
            try (var rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(origin(rows)) : Optional.empty();
            }
        } catch (SQLException e) {
            throw new PostgresException("reading the origin of event " + event, e.getSQLState(), e);
        }
    }

    List<KeptDelivery> of(UUID event, int limit) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(OF_EVENT)) {
            statement.setObject(1, event);
            statement.setObject(2, event);
            statement.setInt(3, limit);
            var deliveries = new ArrayList<KeptDelivery>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    deliveries.add(delivery(rows));
                }
            }
            return deliveries;
        } catch (SQLException e) {
            throw new PostgresException("reading the deliveries of event " + event, e.getSQLState(), e);
        }
    }

    Optional<KeptBody> body(UUID delivery) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(BODY)) {
            statement.setObject(1, delivery);
            try (var rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(KeptBody.of(rows.getBytes(1), rows.getString(2))) : Optional.empty();
            }
        } catch (SQLException e) {
            throw new PostgresException("reading the body of delivery " + delivery, e.getSQLState(), e);
        }
    }

    private static EventOrigin origin(ResultSet row) throws SQLException {
        byte @Nullable [] body = row.getBytes(11);
        return new EventOrigin(
                row.getObject(1, UUID.class),
                new RecordRef(row.getString(2), row.getString(3), row.getString(4)),
                Action.valueOf(row.getString(5).toUpperCase(Locale.ROOT)),
                Source.of(row.getString(6)),
                row.getString(7),
                row.getObject(8, OffsetDateTime.class).toInstant(),
                row.getString(9),
                row.getObject(10, UUID.class),
                body == null ? null : KeptBody.of(body, row.getString(12)));
    }

    private KeptDelivery delivery(ResultSet row) throws SQLException {
        // Rows are kept only if they were news, so a duplicate is always a webhook's.
        var source = row.getString(8);
        return new KeptDelivery(
                row.getObject(1, UUID.class),
                row.getObject(2, OffsetDateTime.class).toInstant(),
                row.getObject(3, UUID.class),
                row.getObject(4, UUID.class),
                source == null ? "webhook" : Source.of(source).ingestPath(),
                row.getBoolean(7),
                headers(row.getString(5)),
                !BodyCodec.REMOVED.equals(row.getString(6)));
    }

    private Map<String, String> headers(String text) {
        try {
            return json.readValue(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the journal wrote these headers as JSON", e);
        }
    }
}

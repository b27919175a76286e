package io.pipestream.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
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
import io.pipestream.platform.Statements;
import io.pipestream.platform.Timestamps;
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

    private final Statements statements;

    private final ObjectReader json = new ObjectMapper().readerFor(new TypeReference<Map<String, String>>() {});

    DeliveryRepository(DataSource postgres) {
        this.statements = new Statements(postgres);
    }

    Optional<EventOrigin> origin(UUID event) {
        return statements.first(
                "reading the origin of event " + event,
                ORIGIN,
                statement -> statement.setObject(1, event),
                DeliveryRepository::origin);
    }

    List<KeptDelivery> of(UUID event, int limit) {
        return statements.list(
                "reading the deliveries of event " + event,
                OF_EVENT,
                statement -> {
                    statement.setObject(1, event);
                    statement.setObject(2, event);
                    statement.setInt(3, limit);
                },
                this::delivery);
    }

    Optional<KeptBody> body(UUID delivery) {
        return statements.first(
                "reading the body of delivery " + delivery,
                BODY,
                statement -> statement.setObject(1, delivery),
                row -> KeptBody.of(row.getBytes(1), row.getString(2)));
    }

    private static EventOrigin origin(ResultSet row) throws SQLException {
        byte @Nullable [] body = row.getBytes(11);
        return new EventOrigin(
                row.getObject(1, UUID.class),
                new RecordRef(row.getString(2), row.getString(3), row.getString(4)),
                Action.valueOf(row.getString(5).toUpperCase(Locale.ROOT)),
                Source.of(row.getString(6)),
                row.getString(7),
                Timestamps.get(row, 8),
                row.getString(9),
                row.getObject(10, UUID.class),
                body == null ? null : KeptBody.of(body, row.getString(12)));
    }

    private KeptDelivery delivery(ResultSet row) throws SQLException {
        // Rows are kept only if they were news, so a duplicate is always a webhook's.
        var source = row.getString(8);
        return new KeptDelivery(
                row.getObject(1, UUID.class),
                Timestamps.get(row, 2),
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

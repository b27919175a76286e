package io.pipestream.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

import io.pipestream.platform.Statements;
import io.pipestream.platform.Timestamps;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** SQL for {@code quarantine_decision}, and what a decision changes, in one transaction. */
@Singleton
class DecisionRepository {

    private static final String COLUMNS = """
            SELECT id, decided_at, decided_by, decision, outcome, reason, corrected_body, event_id
              FROM quarantine_decision
            """;

    private static final String OF_DELIVERY = COLUMNS + " WHERE delivery_id = ? ORDER BY id";

    private static final String OF_EVENT = COLUMNS + " WHERE event_id = ? ORDER BY id";

    private static final String NOTE = """
            INSERT INTO quarantine_decision
                   (id, delivery_id, decided_at, decided_by, decision, outcome, reason, corrected_body, event_id)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    /** Waits for somebody else who decides of the same. */
    private static final String OPEN = """
            SELECT state = 'open' FROM quarantine WHERE delivery_id = ? FOR UPDATE
            """;

    private static final String DECIDED = "UPDATE quarantine SET state = ? WHERE delivery_id = ?";

    private static final String TOLD = """
            UPDATE delivery SET event_id = ?, source = ?, duplicate = ? WHERE id = ? AND received_at = ?
            """;

    private final Statements statements;
    private final TransactionRepository transactions;
    private final JournalRepository journal;
    private final Partitions partitions;

    DecisionRepository(
            @io.quarkus.agroal.DataSource("journal") DataSource postgres,
            TransactionRepository transactions,
            JournalRepository journal,
            Partitions partitions) {
        this.statements = new Statements(postgres);
        this.transactions = transactions;
        this.journal = journal;
        this.partitions = partitions;
    }

    /** Of one delivery, in their order. */
    List<Decision> ofDelivery(UUID deliveryId) {
        return read(OF_DELIVERY, deliveryId);
    }

    List<Decision> ofEvent(UUID eventId) {
        return read(OF_EVENT, eventId);
    }

    /** Notes an attempt that changed nothing. */
    void note(UUID deliveryId, Decision decision) {
        transactions.commit("noting a decision", connection -> {
            note(connection, deliveryId, decision);
            return true;
        });
    }

    /** False, and nothing is changed, if it was decided before. */
    boolean discard(UUID deliveryId, Decision decision) {
        return transactions.commit("discarding " + deliveryId, connection -> {
            if (!isOpen(connection, deliveryId)) {
                return false;
            }
            decide(connection, deliveryId, "discarded");
            note(connection, deliveryId, decision);
            return true;
        });
    }

    /**
     * Stores its event, if that is news, and takes the delivery out of quarantine, in one commit.
     *
     * @param entry    with an event
     * @param decision as if it were news; if it is none, that is noted
     * @return the numbers of what was news, as of {@link JournalRepository#append}; empty, and nothing is changed, if it
     *     was decided before
     */
    Optional<Map<UUID, Long>> rerun(Entry entry, Decision decision) {
        return partitions.makingRoom(
                () -> JournalRepository.receivedAt(List.of(entry)), () -> tryRerun(entry, decision));
    }

    private Optional<Map<UUID, Long>> tryRerun(Entry entry, Decision decision) {
        var delivery = entry.delivery();
        var event = Objects.requireNonNull(entry.event());
        return transactions.commit("reading " + delivery.id() + " again", connection -> {
            if (!isOpen(connection, delivery.id())) {
                return Optional.empty();
            }
            var news = journal.append(connection, List.of(entry));
            var isNews = news.containsKey(delivery.id());
            try (var statement = connection.prepareStatement(TOLD)) {
                statement.setObject(1, event.id());
                statement.setString(2, event.source());
                statement.setBoolean(3, !isNews);
                statement.setObject(4, delivery.id());
                Timestamps.set(statement, 5, delivery.receivedAt());
                statement.executeUpdate();
            }
            decide(connection, delivery.id(), "rerun");
            note(connection, delivery.id(), isNews ? decision : decision.asDuplicate());
            return Optional.of(news);
        });
    }

    private static boolean isOpen(Connection connection, UUID deliveryId) throws SQLException {
        try (var statement = connection.prepareStatement(OPEN)) {
            statement.setObject(1, deliveryId);
            try (var rows = statement.executeQuery()) {
                return rows.next() && rows.getBoolean(1);
            }
        }
    }

    private static void decide(Connection connection, UUID deliveryId, String state) throws SQLException {
        try (var statement = connection.prepareStatement(DECIDED)) {
            statement.setString(1, state);
            statement.setObject(2, deliveryId);
            statement.executeUpdate();
        }
    }

    private static void note(Connection connection, UUID deliveryId, Decision decision) throws SQLException {
        try (var statement = connection.prepareStatement(NOTE)) {
            var corrected = decision.correctedBody();
            statement.setObject(1, decision.id());
            statement.setObject(2, deliveryId);
            Timestamps.set(statement, 3, decision.at());
            statement.setString(4, decision.by());
            statement.setString(5, decision.decision().name().toLowerCase(Locale.ROOT));
            statement.setString(6, decision.outcome().word());
            statement.setString(7, decision.reason());
            statement.setBytes(8, corrected == null ? null : corrected.getBytes(UTF_8));
            statement.setObject(9, decision.eventId());
            statement.executeUpdate();
        }
    }

    private List<Decision> read(String sql, UUID key) {
        return statements.list(
                "reading decisions", sql, statement -> statement.setObject(1, key), DecisionRepository::decision);
    }

    private static Decision decision(ResultSet row) throws SQLException {
        byte @Nullable [] corrected = row.getBytes(7);
        return new Decision(
                row.getObject(1, UUID.class),
                Timestamps.get(row, 2),
                row.getString(3),
                Decision.Kind.valueOf(row.getString(4).toUpperCase(Locale.ROOT)),
                Decision.Outcome.valueOf(row.getString(5).toUpperCase(Locale.ROOT)),
                row.getString(6),
                corrected == null ? null : new String(corrected, UTF_8),
                row.getObject(8, UUID.class));
    }
}

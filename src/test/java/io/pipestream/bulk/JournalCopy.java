package io.pipestream.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

import io.pipestream.platform.AdvisoryLock;
import org.postgresql.PGConnection;

/**
 * Copies events into the journal's tables, a chunk a transaction. Each holds the lock of all appends, so numbers stay in the
 * order of commits; deliveries wait meanwhile.
 */
final class JournalCopy {

    private static final UUID REGISTRATION = UUID.fromString("0194d3a0-0000-7000-8000-00000000b01c");

    private final Connection connection;
    private final String company;
    private final StringBuilder keys = new StringBuilder();
    private final StringBuilder events = new StringBuilder();
    private final StringBuilder deliveries = new StringBuilder();
    private final StringBuilder publications = new StringBuilder();

    JournalCopy(Connection connection, String company) {
        this.connection = connection;
        this.company = company;
    }

    /** Makes a partition for each month of the time that has none. */
    void makeRoom(Instant from, Instant until) throws SQLException {
        var month = LocalDate.ofInstant(from, ZoneOffset.UTC).withDayOfMonth(1);
        try (var statement = connection.prepareStatement("""
                SELECT make_partition(parent, ?::timestamptz, ?::timestamptz)
                  FROM unnest(ARRAY['event', 'delivery']) AS parent
                 WHERE NOT EXISTS (SELECT FROM journal_partition p
                                    WHERE p.parent = parent.parent AND p.from_at < ?::timestamptz
                                      AND p.until_at > ?::timestamptz)
                """)) {
            while (month.atStartOfDay(ZoneOffset.UTC).toInstant().isBefore(until)) {
                statement.setString(1, month + "T00:00:00Z");
                statement.setString(2, month.plusMonths(1) + "T00:00:00Z");
                statement.setString(3, month.plusMonths(1) + "T00:00:00Z");
                statement.setString(4, month + "T00:00:00Z");
                statement.execute();
                month = month.plusMonths(1);
            }
        }
    }

    /** In one transaction; all or none. */
    void store(List<BulkEvent> chunk) throws SQLException, IOException {
        connection.setAutoCommit(false);
        try {
            var seq = lockAndNumber(chunk.size());
            for (var event : chunk) {
                add(event, seq++);
            }
            copy("event_key (id, seq, received_at)", keys);
            copy(
                    "event (seq, id, delivery_id, company_id, object, record_id, action, host, occurred_at, received_at,"
                            + " source, trigger, record)",
                    events);
            copy("delivery (id, registration_id, received_at, headers, body, event_id, source)", deliveries);
            copy("publication (event_seq, topic, \"partition\", \"offset\", published_at)", publications);
            connection.commit();
        } catch (SQLException | IOException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    /** So that the planner knows what it has. */
    void analyse() throws SQLException {
        try (var statement = connection.createStatement()) {
            for (var table : List.of("event", "delivery", "event_key", "publication")) {
                statement.execute("ANALYZE " + table);
            }
        }
    }

    private long lockAndNumber(int count) throws SQLException {
        try (var lock = connection.prepareStatement("SELECT pg_advisory_xact_lock(?)");
                var number = connection.prepareStatement(
                        "SELECT setval('event_number', nextval('event_number') + ? - 1) - ? + 1")) {
            lock.setInt(1, AdvisoryLock.APPENDS.number());
            lock.execute();
            number.setInt(1, count);
            number.setInt(2, count);
            try (var rows = number.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    private void add(BulkEvent it, long seq) {
        line(keys, it.id(), seq, it.receivedAt());
        line(
                events,
                seq,
                it.id(),
                it.deliveryId(),
                company,
                it.object(),
                it.recordId(),
                it.action(),
                "bulk.pipedrive.com",
                it.occurredAt(),
                it.receivedAt(),
                "webhook-v2",
                it.trigger().isEmpty() ? "\\N" : it.trigger(),
                it.record());
        line(
                deliveries,
                it.deliveryId(),
                REGISTRATION,
                it.receivedAt(),
                "{}",
                "\\\\x" + HexFormat.of().formatHex(it.body().getBytes(UTF_8)),
                it.id(),
                "webhook-v2");
        line(
                publications,
                seq,
                "pipedrive." + it.object() + '.' + it.action(),
                0,
                seq,
                it.receivedAt().plus(Duration.ofMillis(20)));
    }

    /** None of the values has a tab, a backslash or an end of line of its own. */
    private static void line(StringBuilder out, Object... values) {
        for (int i = 0; i < values.length; i++) {
            out.append(i == 0 ? "" : "\t").append(values[i]);
        }
        out.append('\n');
    }

    private void copy(String table, StringBuilder lines) throws SQLException, IOException {
        var in = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY " + table + " FROM STDIN");
        try {
            var bytes = lines.toString().getBytes(UTF_8);
            in.writeToCopy(bytes, 0, bytes.length);
            in.endCopy();
        } finally {
            if (in.isActive()) {
                in.cancelCopy();
            }
            lines.setLength(0);
        }
    }
}

package io.pipestream.journal;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.sql.DataSource;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pipestream.journal.Partition.Parent;
import io.pipestream.platform.SqlArrays;
import io.pipestream.platform.Statements;
import jakarta.inject.Singleton;

/**
 * SQL that turns rows of the journal into lines of JSON and back. Postgres writes and reads them, whatever columns there
 * are, so a row that comes back is the row that went: texts and bytes unchanged, times to the microsecond.
 */
@Singleton
public class LineRepository {

    private static final String CONTENTS_OF_EVENTS =
            "SELECT count(*), coalesce(min(seq), 0)::text, coalesce(max(seq), 0)::text FROM {partition}";

    private static final String CONTENTS_OF_DELIVERIES = """
            SELECT count(*), coalesce((SELECT id FROM {partition} ORDER BY id LIMIT 1)::text, ''),
                   coalesce((SELECT id FROM {partition} ORDER BY id DESC LIMIT 1)::text, '')
              FROM {partition}
            """;

    private static final String LINES_OF_EVENTS = """
            SELECT e.seq::text, json_build_object('event', row_to_json(e), 'publication', row_to_json(p))::text
              FROM {partition} e
              LEFT JOIN publication p ON p.event_seq = e.seq
             WHERE e.seq > ?::bigint
             ORDER BY e.seq
             LIMIT ?
            """;

    private static final String LINES_OF_DELIVERIES = """
            SELECT d.id::text, json_build_object('delivery', row_to_json(d))::text
              FROM {partition} d
             WHERE d.id > ?::uuid
             ORDER BY d.id
             LIMIT ?
            """;

    private static final String RESTORE_EVENTS = """
            WITH lines AS MATERIALIZED (SELECT line::json AS line FROM unnest(?::text[]) AS given (line)),
                 noted AS (
                INSERT INTO publication
                SELECT p.* FROM lines, json_populate_record(NULL::publication, (line ->> 'publication')::json) p
                 WHERE p.event_seq IS NOT NULL
                ON CONFLICT (event_seq) DO NOTHING
            )
            INSERT INTO event
            SELECT e.* FROM lines, json_populate_record(NULL::event, line -> 'event') e
            ON CONFLICT DO NOTHING
            """;

    private static final String RESTORE_DELIVERIES = """
            INSERT INTO delivery
            SELECT d.* FROM unnest(?::text[]) AS given (line),
                   json_populate_record(NULL::delivery, line::json -> 'delivery') d
            ON CONFLICT DO NOTHING
            """;

    private static final String BEFORE_ANY_ID = "00000000-0000-0000-0000-000000000000";

    /** Rows may have megabytes; the driver holds so many at a time. */
    private static final int AT_A_TIME = 20;

    private final Statements statements;
    private final Partitions partitions;

    private final ObjectMapper json = new ObjectMapper();

    LineRepository(DataSource postgres, Partitions partitions) {
        this.statements = new Statements(postgres);
        this.partitions = partitions;
    }

    /**
     * What a partition has.
     *
     * @param first the lowest sequence number of events, the lowest id of deliveries; so is {@code last}
     */
    public record Contents(long rows, String first, String last) {}

    public Contents contents(Partition partition) {
        var sql = partition.parent() == Parent.EVENT ? CONTENTS_OF_EVENTS : CONTENTS_OF_DELIVERIES;
        return statements.one(
                "counting " + partition.name(),
                of(partition, sql),
                row -> new Contents(row.getLong(1), row.getString(2), row.getString(3)));
    }

    /**
     * The next lines, in the order of their keys.
     *
     * @param after the key that the last call answered; empty at first
     * @return the key of the last line; empty if there is none left
     */
    public String read(Partition partition, String after, int limit, Consumer<String> line) {
        var ofEvents = partition.parent() == Parent.EVENT;
        var sql = of(partition, ofEvents ? LINES_OF_EVENTS : LINES_OF_DELIVERIES);
        return statements.on("reading " + partition.name(), connection -> {
            // The driver reads piece by piece only within a transaction.
            connection.setAutoCommit(false);
            try (var statement = connection.prepareStatement(sql)) {
                statement.setFetchSize(AT_A_TIME);
                statement.setString(1, !after.isEmpty() ? after : ofEvents ? "0" : BEFORE_ANY_ID);
                statement.setInt(2, limit);
                return pass(statement, line);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        });
    }

    /** Stores lines as the rows that they were, in one commit. Rows that are there stay as they are. */
    public void restore(Parent parent, List<String> lines) {
        partitions.makingRoom(() -> receivedAt(parent, lines), () -> tryRestore(parent, lines));
    }

    private int tryRestore(Parent parent, List<String> lines) {
        return statements.update(
                "restoring " + lines.size() + " rows",
                parent == Parent.EVENT ? RESTORE_EVENTS : RESTORE_DELIVERIES,
                statement -> SqlArrays.set(statement, 1, "text", lines));
    }

    private Stream<Instant> receivedAt(Parent parent, List<String> lines) {
        return lines.stream().map(line -> {
            try {
                var time = json.readTree(line).path(parent.table()).path("received_at");
                return OffsetDateTime.parse(time.asText()).toInstant();
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("Postgres wrote this line as JSON", e);
            }
        });
    }

    private static String of(Partition partition, String sql) {
        return sql.replace("{partition}", '"' + partition.name() + '"');
    }

    private static String pass(PreparedStatement statement, Consumer<String> line) throws SQLException {
        var last = "";
        try (var rows = statement.executeQuery()) {
            while (rows.next()) {
                last = rows.getString(1);
                line.accept(rows.getString(2));
            }
        }
        return last;
    }
}

package io.pipestream.retention;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.sql.DataSource;

import io.pipestream.journal.ArchiveIndex;
import io.pipestream.platform.Statements;
import io.pipestream.platform.Timestamps;
import io.pipestream.retention.Archive.Kind;
import io.pipestream.retention.Archive.State;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** SQL for {@code archive}. */
@Singleton
class ArchiveRepository implements ArchiveIndex {

    private static final String SELECT = """
            SELECT name, parent, from_at, until_at, rows, first_key, last_key, sha256, bytes, written_at, state,
                   restored_rows, problem
              FROM archive
            """;

    private static final String ALL = SELECT + " ORDER BY until_at DESC, parent DESC, name DESC";

    private static final String ONE = SELECT + " WHERE name = ?";

    private static final String ADD = """
            INSERT INTO archive (name, parent, from_at, until_at, rows, first_key, last_key, sha256, bytes, written_at)
            VALUES (?, ?, coalesce(?::timestamptz, '-infinity'), ?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String WANT = """
            UPDATE archive SET state = 'restoring', problem = NULL,
                   restored_rows = CASE state WHEN 'failed' THEN restored_rows ELSE 0 END
             WHERE name = ? AND state <> 'restoring'
            """;

    private static final String PROGRESS = "UPDATE archive SET restored_rows = ? WHERE name = ?";

    private static final String END = "UPDATE archive SET state = ?, problem = ? WHERE name = ?";

    private static final String ARCHIVE_OF = """
            SELECT name FROM archive
             WHERE parent = 'event' AND from_at <= ? AND until_at > ? AND first_key::bigint <= ? AND last_key::bigint >= ?
             ORDER BY rows DESC, written_at DESC
             LIMIT 1
            """;

    private final Statements statements;

    ArchiveRepository(DataSource postgres) {
        this.statements = new Statements(postgres);
    }

    /** The newest times first. */
    List<Archive> all() {
        return statements.list("listing archives", ALL, ArchiveRepository::archive);
    }

    Optional<Archive> find(String name) {
        return statements.first(
                "reading archive " + name, ONE, statement -> statement.setString(1, name), ArchiveRepository::archive);
    }

    void add(Archive archive) {
        statements.update("noting archive " + archive.name(), ADD, statement -> {
            statement.setString(1, archive.name());
            statement.setString(2, archive.of().parent().table());
            Timestamps.set(statement, 3, archive.from());
            Timestamps.set(statement, 4, archive.until());
            statement.setLong(5, archive.rows());
            statement.setString(6, archive.first());
            statement.setString(7, archive.last());
            statement.setString(8, archive.sha256());
            statement.setLong(9, archive.bytes());
            Timestamps.set(statement, 10, archive.writtenAt());
        });
    }

    /** Asks for its rows back; one that is being restored is not begun anew. */
    void want(String name) {
        statements.update("asking for archive " + name, WANT, statement -> {
            statement.setString(1, name);
        });
    }

    void restored(String name, long rows) {
        statements.update("noting progress of archive " + name, PROGRESS, statement -> {
            statement.setLong(1, rows);
            statement.setString(2, name);
        });
    }

    void end(String name, State state, @Nullable String problem) {
        statements.update("ending the restore of archive " + name, END, statement -> {
            statement.setString(1, state.name().toLowerCase(Locale.ROOT));
            statement.setString(2, problem);
            statement.setString(3, name);
        });
    }

    @Override
    public Optional<String> archiveOf(long seq, Instant receivedAt) {
        return statements.first(
                "looking for the archive of event " + seq,
                ARCHIVE_OF,
                statement -> {
                    Timestamps.set(statement, 1, receivedAt);
                    Timestamps.set(statement, 2, receivedAt);
                    statement.setLong(3, seq);
                    statement.setLong(4, seq);
                },
                row -> row.getString(1));
    }

    private static Archive archive(ResultSet row) throws SQLException {
        var from = row.getObject(3, OffsetDateTime.class);
        return new Archive(
                row.getString(1),
                row.getString(2).equals("event") ? Kind.EVENTS : Kind.DELIVERIES,
                from.equals(OffsetDateTime.MIN) ? null : from.toInstant(),
                Timestamps.get(row, 4),
                row.getLong(5),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                row.getLong(9),
                Timestamps.get(row, 10),
                State.valueOf(row.getString(11).toUpperCase(Locale.ROOT)),
                row.getLong(12),
                row.getString(13));
    }
}

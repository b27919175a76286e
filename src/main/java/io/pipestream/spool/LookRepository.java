package io.pipestream.spool;

import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

import io.pipestream.platform.PostgresException;
import io.pipestream.platform.SqlArrays;
import io.pipestream.platform.Statements;
import jakarta.inject.Singleton;

/** SQL of a look: {@code keeper}, and what is held and drained. */
@Singleton
class LookRepository {

    /** One statement, so one moment; the clock is read after it, and so before whatever the caller does next. */
    private static final String LOOK = """
            SELECT extract(epoch FROM clock_timestamp() - (SELECT held_at FROM held_delivery ORDER BY held_at LIMIT 1)),
                   drained.topic_id, drained.next_offset, clock_timestamp(),
                   other.instance, extract(epoch FROM clock_timestamp() - other.seen_at), other.dirty, other.ended
              FROM spool_position drained
              LEFT JOIN keeper other ON other.instance <> ?
            """;

    private static final String WRITE = """
            INSERT INTO keeper (instance, seen_at, dirty, ended) VALUES (?, ?, ?, ?)
            ON CONFLICT (instance) DO UPDATE
               SET seen_at = excluded.seen_at, dirty = excluded.dirty, ended = excluded.ended
            """;

    private static final String REMOVE = """
            DELETE FROM keeper WHERE instance = ?
            """;

    private static final String FORGET = """
            DELETE FROM keeper WHERE instance = ANY (?) OR seen_at < now() - make_interval(secs => ?)
            """;

    private final Statements statements;

    LookRepository(@io.quarkus.agroal.DataSource("spool") DataSource postgres) {
        this.statements = new Statements(postgres);
    }

    /**
     * What a look finds.
     *
     * @param ended those of the other instances that have stopped
     * @param clock the database's, after it was seen
     */
    record Found(Look.Seen seen, List<UUID> ended, OffsetDateTime clock) {}

    /** @throws PostgresException if Postgres does not answer in time */
    Found look(UUID instance) {
        return statements.run("looking at the spool", LOOK, statement -> {
            statement.setObject(1, instance);
            var others = new ArrayList<Keeper>();
            var ended = new ArrayList<UUID>();
            try (var rows = statement.executeQuery()) {
                if (!rows.next()) {
                    throw new SQLException("spool_position has no row");
                }
                var oldest = rows.getObject(1) == null ? null : seconds(rows.getDouble(1));
                var drained = new Place(rows.getString(2), rows.getLong(3));
                var clock = rows.getObject(4, OffsetDateTime.class);
                do {
                    var other = rows.getObject(5, UUID.class);
                    if (other != null) {
                        others.add(new Keeper(other, seconds(rows.getDouble(6)), rows.getBoolean(7)));
                        if (rows.getBoolean(8)) {
                            ended.add(other);
                        }
                    }
                } while (rows.next());
                return new Found(new Look.Seen(oldest, drained, others), ended, clock);
            }
        });
    }

    private static Duration seconds(double seconds) {
        return Duration.ofNanos((long) (seconds * 1e9));
    }

    /**
     * Says what this instance is.
     *
     * @param clock the database's, before the caller knew whether it is dirty
     * @param ended whether it spools no more
     */
    void write(UUID instance, OffsetDateTime clock, boolean dirty, boolean ended) {
        statements.update("writing the keeper's row", WRITE, statement -> {
            statement.setObject(1, instance);
            statement.setObject(2, clock);
            statement.setBoolean(3, dirty);
            statement.setBoolean(4, ended);
        });
    }

    void remove(UUID instance) {
        statements.update("removing the keeper's row", REMOVE, statement -> statement.setObject(1, instance));
    }

    /** Removes the rows of these, and those that are too old to matter; after Kafka has said that all is drained. */
    void forget(List<UUID> ended) {
        statements.update("forgetting keepers", FORGET, statement -> {
            SqlArrays.set(statement, 1, "uuid", ended);
            statement.setLong(2, Promise.FORGOTTEN_AFTER.toSeconds());
        });
    }
}

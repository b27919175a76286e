package io.pipestream.journal;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

import io.pipestream.platform.SqlArrays;
import io.pipestream.platform.Statements;
import io.pipestream.platform.Timestamps;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * SQL that compresses and removes the bodies of {@code delivery}. Each statement looks at a bounded number of rows in the
 * order of their ids, so it needs no index but the primary key's, and is short. It locks no row that an append waits for.
 */
@Singleton
class BodyRepository {

    /** What is in quarantine is left alone: somebody has to look at it. */
    private static final String NEXT = """
            SELECT id, received_at, is_wanted AND bytes_before >= ?,
                   CASE WHEN is_wanted AND bytes_before < ? THEN body END
              FROM (SELECT d.id, d.received_at, d.body, d.is_wanted,
                           coalesce(sum(CASE WHEN d.is_wanted THEN octet_length(d.body) END)
                               OVER (ORDER BY d.id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS bytes_before
                      FROM (SELECT r.id, r.received_at, r.body,
                                   r.encoding IS NULL
                                   AND NOT EXISTS (SELECT FROM quarantine q WHERE q.delivery_id = r.id) AS is_wanted
                              FROM (SELECT id, received_at, encoding, body
                                      FROM delivery
                                     WHERE id > ? AND id < ?
                                     ORDER BY id
                                     LIMIT ?) AS r) AS d) AS sized
             ORDER BY id
            """;

    private static final String COMPRESS = """
            UPDATE delivery d
               SET body = n.body, encoding = ?
              FROM unnest(?::uuid[], ?::timestamptz[], ?::bytea[]) AS n (id, received_at, body)
             WHERE d.id = n.id AND d.received_at = n.received_at AND d.encoding IS NULL
            """;

    private static final String REMOVE = """
            WITH next AS MATERIALIZED (
                SELECT id, received_at FROM delivery WHERE id > ? AND id < ? ORDER BY id LIMIT ?
            ), old AS MATERIALIZED (
                SELECT id, received_at
                  FROM next
                 WHERE id < coalesce((SELECT id FROM next WHERE received_at >= ? ORDER BY id LIMIT 1),
                                     'ffffffff-ffff-ffff-ffff-ffffffffffff')
            ), stored AS MATERIALIZED (
                SELECT d.id, d.received_at, octet_length(d.body) AS bytes
                  FROM old o
                  JOIN delivery d ON d.id = o.id AND d.received_at = o.received_at
                 WHERE d.encoding IS DISTINCT FROM 'removed'
                   AND NOT EXISTS (SELECT FROM quarantine q WHERE q.delivery_id = d.id)
            ), removed AS (
                UPDATE delivery d
                   SET body = '', encoding = 'removed'
                  FROM stored s
                 WHERE d.id = s.id AND d.received_at = s.received_at
            )
            SELECT (SELECT count(*) FROM old), (SELECT id FROM old ORDER BY id DESC LIMIT 1),
                   count(*), coalesce(sum(bytes), 0)
              FROM stored
            """;

    private final Statements statements;

    BodyRepository(@io.quarkus.agroal.DataSource("journal") DataSource postgres) {
        this.statements = new Statements(postgres);
    }

    /**
     * A delivery that is looked at.
     *
     * @param isTooMuch it has a body to compress, and there was enough before it
     * @param body      to compress; null if it is too much, or if there is nothing to do
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Looked(UUID id, Instant receivedAt, boolean isTooMuch, byte @Nullable [] body) {}

    /** A body in its new form. */
    @SuppressWarnings("ArrayRecordComponent")
    record Compressed(UUID id, Instant receivedAt, byte[] body) {}

    /**
     * What a step of removing did.
     *
     * @param looked  at so many that are old enough
     * @param through the last of them; null if there was none
     * @param bytes   of the bodies as they were stored
     */
    record Removed(int looked, @Nullable UUID through, int removed, long bytes) {}

    /** The next deliveries between two ids, with as many bodies as fit into these bytes, one at least. */
    List<Looked> next(UUID after, UUID before, int limit, long maxBytes) {
        return statements.list(
                "reading bodies to compress",
                NEXT,
                statement -> {
                    statement.setLong(1, maxBytes);
                    statement.setLong(2, maxBytes);
                    statement.setObject(3, after);
                    statement.setObject(4, before);
                    statement.setInt(5, limit);
                },
                row -> new Looked(
                        row.getObject(1, UUID.class), Timestamps.get(row, 2), row.getBoolean(3), row.getBytes(4)));
    }

    void compress(List<Compressed> bodies) {
        statements.update("compressing " + bodies.size() + " bodies", COMPRESS, statement -> {
            statement.setString(1, BodyCodec.DEFLATE_1);
            SqlArrays.set(statement, 2, "uuid", bodies, Compressed::id);
            SqlArrays.set(
                    statement, 3, "text", bodies, body -> body.receivedAt().toString());
            SqlArrays.setBytes(statement, 4, bodies, Compressed::body);
        });
    }

    /** Removes the bodies of the next deliveries between two ids, up to the first that came at this time or later. */
    Removed remove(UUID after, UUID before, int limit, Instant receivedBefore) {
        return statements.one(
                "removing bodies",
                REMOVE,
                statement -> {
                    statement.setObject(1, after);
                    statement.setObject(2, before);
                    statement.setInt(3, limit);
                    Timestamps.set(statement, 4, receivedBefore);
                },
                row -> new Removed(row.getInt(1), row.getObject(2, UUID.class), row.getInt(3), row.getLong(4)));
    }
}

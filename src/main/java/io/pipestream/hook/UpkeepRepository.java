package io.pipestream.hook;

import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;

import io.pipestream.journal.StretchReader.Unread;
import io.pipestream.platform.Statements;
import io.pipestream.platform.Timestamps;
import jakarta.inject.Singleton;

/** SQL that counts what there is, and removes what is old. */
@Singleton
class UpkeepRepository {

    /** Without hooks nothing is fed, and nothing is behind. */
    private static final String STANDING = """
            SELECT (SELECT count(*) FROM hook_delivery WHERE state = 'PENDING'),
                   (SELECT count(*) FROM hook WHERE state = 'DISABLED' AND disabled_by <> 'OPERATOR'),
                   coalesce((SELECT max(e.seq) FROM event e)
                            - (SELECT greatest(f.through_seq, min(h.after_seq))
                                 FROM hook_feed f CROSS JOIN hook h
                                WHERE h.state = 'ENABLED' GROUP BY f.through_seq), 0)
            """;

    /** What waits, and what no hook was asked about yet. */
    private static final String UNREAD = """
            SELECT 'hook ' || d.hook_id, min(d.event_seq) - 1, max(d.event_seq)
              FROM hook_delivery d
              JOIN hook h ON h.id = d.hook_id AND h.state = 'ENABLED'
             WHERE d.state = 'PENDING'
             GROUP BY d.hook_id
             UNION ALL
            SELECT 'hooks', greatest(f.through_seq, min(h.after_seq)), 9223372036854775807
              FROM hook_feed f
             CROSS JOIN hook h
             WHERE h.state = 'ENABLED'
             GROUP BY f.through_seq
            """;

    private static final String REMOVE = """
            DELETE FROM hook_delivery
             WHERE id IN (SELECT id FROM hook_delivery WHERE settled_at < ? ORDER BY settled_at LIMIT ?)
            """;

    private final Statements statements;

    UpkeepRepository(DataSource postgres) {
        this.statements = new Statements(postgres);
    }

    /** @param disabled by us and not by an operator */
    record Standing(long waiting, long disabled, long unfed) {}

    Standing standing() {
        return statements.one(
                "counting deliveries of hooks",
                STANDING,
                row -> new Standing(row.getLong(1), row.getLong(2), Math.max(0, row.getLong(3))));
    }

    List<Unread> unread() {
        return statements.list(
                "looking at what hooks read",
                UNREAD,
                row -> new Unread(row.getString(1), row.getLong(2), row.getLong(3)));
    }

    /** Ended deliveries of before, with their attempts; answers how many. */
    int removeSettledBefore(Instant time, int most) {
        return statements.update("removing old deliveries of hooks", REMOVE, statement -> {
            Timestamps.set(statement, 1, time);
            statement.setInt(2, most);
        });
    }
}

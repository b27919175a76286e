package io.pipestream.hook;

import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

import io.pipestream.journal.StretchReader.Unread;
import io.pipestream.platform.PostgresException;
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

    private final DataSource postgres;

    UpkeepRepository(DataSource postgres) {
        this.postgres = postgres;
    }

    /** @param disabled by us and not by an operator */
    record Standing(long waiting, long disabled, long unfed) {}

    Standing standing() {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(STANDING);
                var row = statement.executeQuery()) {
            row.next();
            return new Standing(row.getLong(1), row.getLong(2), Math.max(0, row.getLong(3)));
        } catch (SQLException e) {
            throw new PostgresException("counting deliveries of hooks", e.getSQLState(), e);
        }
    }

    List<Unread> unread() {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(UNREAD);
                var row = statement.executeQuery()) {
            var unread = new ArrayList<Unread>();
            while (row.next()) {
                unread.add(new Unread(row.getString(1), row.getLong(2), row.getLong(3)));
            }
            return unread;
        } catch (SQLException e) {
            throw new PostgresException("looking at what hooks read", e.getSQLState(), e);
        }
    }

    /** Ended deliveries of before, with their attempts; answers how many. */
    int removeSettledBefore(Instant time, int most) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(REMOVE)) {
            statement.setObject(1, time.atOffset(ZoneOffset.UTC));
            statement.setInt(2, most);
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new PostgresException("removing old deliveries of hooks", e.getSQLState(), e);
        }
    }
}

package io.pipestream.journal;

import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

import io.pipestream.platform.SqlArrays;
import io.pipestream.platform.Statements;
import jakarta.inject.Singleton;

/** SQL that takes events off the outbox because Kafka has them, and notes in {@code publication} where. */
@Singleton
public class PublicationRepository {

    /** The outbox by the numbers themselves: next to a list of rows the planner takes one of the two for short, and reads it for each. */
    private static final String ACKNOWLEDGE = """
            WITH removed AS (
                DELETE FROM outbox WHERE shard = ? AND event_seq = ANY (?::bigint[])
            )
            INSERT INTO publication AS known (event_seq, topic, "partition", "offset", published_at, problem)
            SELECT event_seq, topic, "partition", "offset", now(), problem
              FROM (SELECT set_config('synchronous_commit',
                    CASE WHEN ? THEN current_setting('synchronous_commit') ELSE 'off' END, true)) AS durability,
                   unnest(?::bigint[], ?::text[], ?::integer[], ?::bigint[], ?::text[])
                        AS acknowledged (event_seq, topic, "partition", "offset", problem)
            ON CONFLICT (event_seq) DO UPDATE
               SET "partition" = excluded."partition", "offset" = excluded."offset"
             WHERE known."offset" IS NULL
            """;

    /** Each row by its key, and each event by that of its row, whatever the planner takes for short. */
    private static final String SETTLE = """
            WITH in_turn AS (
                DELETE FROM outbox WHERE shard = ? AND event_seq <= ? AND out_of_turn IS NULL
                RETURNING event_seq, received_at
            ), others AS (
                DELETE FROM outbox
                 WHERE shard = ? AND event_seq = ANY (?::bigint[]) AND NOT (event_seq <= ? AND out_of_turn IS NULL)
                RETURNING event_seq, received_at
            ), removed AS (
                SELECT event_seq, received_at FROM in_turn UNION ALL SELECT event_seq, received_at FROM others
            ), noted AS (
                INSERT INTO publication (event_seq, topic, published_at)
                SELECT r.event_seq, ? || '.' || e.object || '.' || e.action, now()
                  FROM removed r
                 CROSS JOIN LATERAL (
                       SELECT object, action FROM event WHERE seq = r.event_seq AND received_at = r.received_at LIMIT 1
                       ) AS e
                ON CONFLICT (event_seq) DO NOTHING
            )
            SELECT count(*) FROM removed
            """;

    private static final String IS_IN_JOURNAL = "SELECT EXISTS (SELECT FROM event_key WHERE seq = ? AND id = ?)";

    private final Statements statements;
    private final RecentEvents recent;

    PublicationRepository(@io.quarkus.agroal.DataSource("journal") DataSource postgres, RecentEvents recent) {
        this.statements = new Statements(postgres);
        this.recent = recent;
    }

    /**
     * Takes the events off the outbox and notes where Kafka put them. Repeating it changes nothing.
     *
     * @param durable false if the next progress in Kafka tells of them too: then the commit does not wait for the disk,
     *     which is the journal's to wait for, and what a power cut takes is settled by {@link #settle}
     * @return of how many the place was not known
     */
    public int acknowledge(int shard, List<Published> published, boolean durable) {
        var numbers = published.stream().map(Published::seq).toList();
        var noted = statements.update("acknowledging " + published.size() + " events", ACKNOWLEDGE, statement -> {
            statement.setInt(1, shard);
            SqlArrays.set(statement, 2, "bigint", numbers);
            statement.setBoolean(3, durable);
            SqlArrays.set(statement, 4, "bigint", numbers);
            SqlArrays.set(statement, 5, "text", published, Published::topic);
            SqlArrays.set(statement, 6, "integer", published, Published::partition);
            SqlArrays.set(statement, 7, "bigint", published, Published::offset);
            SqlArrays.set(statement, 8, "text", published, Published::problem);
        });
        recent.forget(published);
        return noted;
    }

    /**
     * Takes off the outbox what Kafka has according to the relay's progress: of the events in turn those up to a
     * number, and of all others those in a list. In which partition they are is not known any more.
     *
     * @return how many there were
     */
    public int settle(int shard, long through, List<Long> outOfTurn, String topicPrefix) {
        return statements.one(
                "settling shard " + shard,
                SETTLE,
                statement -> {
                    statement.setInt(1, shard);
                    statement.setLong(2, through);
                    statement.setInt(3, shard);
                    SqlArrays.set(statement, 4, "bigint", outOfTurn);
                    statement.setLong(5, through);
                    statement.setString(6, topicPrefix);
                },
                row -> row.getInt(1));
    }

    /** Whether this very event has this number here; not so after a backup was restored that is older than it. */
    public boolean isInJournal(long seq, UUID id) {
        return statements.one(
                "looking for event " + seq,
                IS_IN_JOURNAL,
                statement -> {
                    statement.setLong(1, seq);
                    statement.setObject(2, id);
                },
                row -> row.getBoolean(1));
    }
}

package io.pipestream.journal;

import java.util.Map;
import javax.sql.DataSource;

import io.pipestream.platform.SqlArrays;
import io.pipestream.platform.Statements;
import jakarta.inject.Singleton;

/** SQL for {@code relay_shard}, and for what a shard's holder decides about the order of the outbox. */
@Singleton
public class ShardRepository {

    private static final String COUNT = "SELECT count(*) FROM relay_shard";

    private static final String TAKE_OVER = "UPDATE relay_shard SET epoch = epoch + 1 WHERE shard = ? RETURNING epoch";

    /** The row lock lets no takeover pass between the look at the epoch and the commit. */
    private static final String HOLD = """
            UPDATE outbox
               SET out_of_turn = held.topic
              FROM unnest(?::bigint[], ?::text[]) AS held (event_seq, topic),
                   (SELECT shard FROM relay_shard WHERE shard = ? AND epoch = ? FOR SHARE) AS tenure
             WHERE outbox.shard = tenure.shard AND outbox.event_seq = held.event_seq
            """;

    private static final String RELEASE = """
            UPDATE outbox
               SET out_of_turn = ''
              FROM (SELECT shard FROM relay_shard WHERE shard = ? AND epoch = ? FOR SHARE) AS tenure
             WHERE outbox.shard = tenure.shard AND outbox.out_of_turn = ? AND outbox.out_of_turn IS NOT NULL
            """;

    private final Statements statements;

    ShardRepository(@io.quarkus.agroal.DataSource("journal") DataSource postgres) {
        this.statements = new Statements(postgres);
    }

    /** How many shards there are; chosen when the schema was made. */
    public int count() {
        return statements.one("counting shards", COUNT, row -> row.getInt(1));
    }

    /** Begins a tenure of the shard and voids earlier ones; returns its epoch. */
    public long takeOver(int shard) {
        return statements.one(
                "taking over shard " + shard,
                TAKE_OVER,
                statement -> statement.setInt(1, shard),
                row -> row.getLong(1));
    }

    /**
     * Takes events out of turn until their topics are released. Durable when it returns.
     *
     * @param topics by sequence number
     * @return false if not all of them were there to be held: somebody else has taken the shard over
     */
    public boolean hold(int shard, long epoch, Map<Long, String> topics) {
        var held = statements.update("holding back " + topics.size() + " events", HOLD, statement -> {
            SqlArrays.set(statement, 1, "bigint", topics.keySet());
            SqlArrays.set(statement, 2, "text", topics.values());
            statement.setInt(3, shard);
            statement.setLong(4, epoch);
        });
        return held == topics.size();
    }

    /** Lets go what waits for the topic; it stays out of turn. */
    public void release(int shard, long epoch, String topic) {
        statements.update("releasing " + topic, RELEASE, statement -> {
            statement.setInt(1, shard);
            statement.setLong(2, epoch);
            statement.setString(3, topic);
        });
    }
}

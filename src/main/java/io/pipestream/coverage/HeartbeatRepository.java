package io.pipestream.coverage;

import java.time.Instant;
import javax.sql.DataSource;

import io.pipestream.platform.Statements;
import io.pipestream.platform.Timestamps;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import org.jspecify.annotations.Nullable;

/** SQL for {@code heartbeat}. */
@Singleton
@Transactional(TxType.MANDATORY)
class HeartbeatRepository {

    private static final String LOCK = """
            SELECT beat_at FROM heartbeat FOR UPDATE
            """;

    private static final String BEAT = """
            INSERT INTO heartbeat AS known (beat_at) VALUES (?)
            ON CONFLICT (only_row) DO UPDATE SET beat_at = greatest(known.beat_at, excluded.beat_at)
            """;

    private final Statements statements;

    HeartbeatRepository(DataSource postgres) {
        this.statements = new Statements(postgres);
    }

    /** The newest heartbeat of any instance, held for this transaction; null if there never was one. */
    @Nullable
    Instant lock() {
        return statements
                .first("reading the heartbeat", LOCK, statement -> {}, row -> Timestamps.get(row, 1))
                .orElse(null);
    }

    void beat(Instant at) {
        statements.update("writing the heartbeat", BEAT, statement -> Timestamps.set(statement, 1, at));
    }
}

package io.pipestream.journal;

import javax.sql.DataSource;

import io.pipestream.platform.Statements;
import jakarta.inject.Singleton;

/** SQL that measures the journal without reading it. */
@Singleton
public class SizeRepository {

    private static final String SIZES = """
            SELECT pg_total_relation_size('event_key'),
                   (SELECT greatest(c.reltuples::bigint, s.n_live_tup, 0)
                      FROM pg_class c JOIN pg_stat_user_tables s ON s.relid = c.oid
                     WHERE c.oid = 'event_key'::regclass),
                   pg_total_relation_size('publication'),
                   pg_total_relation_size('record_horizon'),
                   pg_database_size(current_database()),
                   (SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM event_number)
            """;

    private final Statements statements;

    SizeRepository(DataSource postgres) {
        this.statements = new Statements(postgres);
    }

    /**
     * Bytes with indexes.
     *
     * @param keyRows    about how many events there ever were
     * @param horizons   what is kept of records whose events were dropped
     * @param lastNumber the last sequence number that was taken
     */
    public record Sizes(long keys, long keyRows, long publications, long horizons, long database, long lastNumber) {}

    public Sizes sizes() {
        return statements.one(
                "measuring the journal",
                SIZES,
                row -> new Sizes(
                        row.getLong(1),
                        row.getLong(2),
                        row.getLong(3),
                        row.getLong(4),
                        row.getLong(5),
                        row.getLong(6)));
    }
}

package io.pipestream.doctor;

import java.time.Instant;
import javax.sql.DataSource;

import io.pipestream.platform.Statements;
import io.pipestream.platform.Timestamps;
import jakarta.inject.Singleton;

/** SQL that asks how Postgres is set up; reads no table of ours. Asks on a connection of the journal's, as settings may be per session. */
@Singleton
class PostgresRepository {

    private static final String FACTS = """
            SELECT current_setting('server_version'),
                   current_setting('server_version_num')::int,
                   current_setting('server_encoding'),
                   current_setting('synchronous_commit'),
                   current_setting('fsync'),
                   current_setting('full_page_writes'),
                   current_setting('autovacuum'),
                   current_setting('default_transaction_isolation'),
                   current_setting('transaction_read_only') = 'on' OR pg_is_in_recovery(),
                   current_setting('max_connections')::int
                       - current_setting('superuser_reserved_connections')::int,
                   (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'),
                   pg_database_size(current_database()),
                   clock_timestamp()
            """;

    private final Statements statements;

    PostgresRepository(@io.quarkus.agroal.DataSource("journal") DataSource postgres) {
        this.statements = new Statements(postgres);
    }

    /**
     * What Postgres says of itself.
     *
     * @param versionNumber  170011 of version 17.11
     * @param maxConnections for everybody who is no superuser
     * @param connections    of whatever client, ours among them
     * @param now            by its clock
     */
    record Facts(
            String version,
            int versionNumber,
            String encoding,
            String synchronousCommit,
            String fsync,
            String fullPageWrites,
            String autovacuum,
            String isolation,
            boolean isReadOnly,
            int maxConnections,
            int connections,
            long bytes,
            Instant now) {}

    Facts facts() {
        return statements.one(
                "asking Postgres how it is set up",
                FACTS,
                row -> new Facts(
                        row.getString(1),
                        row.getInt(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7),
                        row.getString(8),
                        row.getBoolean(9),
                        row.getInt(10),
                        row.getInt(11),
                        row.getLong(12),
                        Timestamps.get(row, 13)));
    }
}

package io.pipestream.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A journal of the form before there were partitions becomes one that has them, with all it holds. */
@QuarkusTest
class PartitionMigrationTest {

    private static final String SCHEMA = "journal_of_old";

    private static final String LAST_OF_OLD = "50?";

    private static final int EVENTS = 300;

    @Inject
    DataSource postgres;

    @AfterEach
    void dropSchema() throws SQLException {
        run("DROP SCHEMA IF EXISTS " + SCHEMA + " CASCADE");
    }

    @Test
    void whatWasThereIsInTheFirstPartitionAndNumbersGoOn() throws SQLException {
        // Given
        migrate(LAST_OF_OLD);
        fill();
        var events = texts("SELECT row_to_json(e)::text FROM event e ORDER BY seq");
        var deliveries = texts("SELECT row_to_json(d)::text FROM delivery d ORDER BY id");
        var indexes = texts("SELECT indexname FROM pg_indexes WHERE schemaname = '" + SCHEMA
                + "' AND tablename IN ('event', 'delivery') AND indexname <> 'event_id_key' ORDER BY 1");

        // When
        migrate("latest");

        // Then
        assertThat(texts("SELECT row_to_json(e)::text FROM event e ORDER BY seq"))
                .isEqualTo(events);
        assertThat(texts("SELECT row_to_json(d)::text FROM delivery d ORDER BY id"))
                .isEqualTo(deliveries);
        assertThat(texts("SELECT DISTINCT tableoid::regclass::text FROM event")).containsExactly("event_first");
        assertThat(texts("SELECT k.id::text FROM event_key k JOIN event e USING (id, seq, received_at)"))
                .hasSize(EVENTS);
        assertThat(texts("SELECT indexname FROM pg_indexes WHERE schemaname = '" + SCHEMA
                        + "' AND tablename IN ('event', 'delivery') ORDER BY 1"))
                .containsAll(indexes);
        assertThat(texts("SELECT event_seq::text FROM outbox o JOIN event e ON e.seq = o.event_seq"
                        + " WHERE o.received_at = e.received_at"))
                .hasSize(10);
        assertThat(texts("SELECT nextval('event_number')::text")).containsExactly(Integer.toString(EVENTS + 1));
        assertThat(texts("SELECT count(*)::text FROM journal_partition WHERE parent = 'event'"))
                .containsExactly("4");
        assertThatThrownBy(() -> run("INSERT INTO event_key SELECT id, 999, received_at FROM event LIMIT 1"))
                .hasMessageContaining("event_key_pkey");
    }

    @Test
    void anEmptyJournalBeginsWithThisMonthAndThreeAhead() throws SQLException {
        // When
        migrate("latest");

        // Then
        assertThat(texts("SELECT from_at::text FROM journal_partition WHERE parent = 'event' ORDER BY from_at"))
                .isEqualTo(texts("SELECT ((date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => n))"
                        + " AT TIME ZONE 'UTC')::text FROM generate_series(0, 3) AS n ORDER BY n"));
        assertThat(texts("SELECT name FROM journal_partition WHERE name LIKE '%first'"))
                .isEmpty();
    }

    private void migrate(String target) throws SQLException {
        Flyway.configure()
                .dataSource(postgres)
                .locations("filesystem:src/main/resources/db/migration")
                .defaultSchema(SCHEMA)
                .placeholders(Map.of("shards", "4"))
                .target(target)
                .load()
                .migrate();
        run("RESET search_path");
    }

    /** Three months of events, a tenth of them more than once in the journal, and ten that Kafka does not have. */
    private void fill() throws SQLException {
        run("""
                INSERT INTO event (id, delivery_id, company_id, object, record_id, action, occurred_at, received_at,
                                   source, record)
                SELECT md5(n::text)::uuid, md5('d' || n)::uuid, '1', 'deal', n::text, 'added',
                       t, t, 'webhook-v2', '{"n": ' || n || ', "e": "é\\u0001"}'
                  FROM (SELECT n, now() - make_interval(hours => 7 * (%1$d - n)) AS t
                          FROM generate_series(1, %1$d) AS n) AS times ORDER BY n
                """.formatted(EVENTS));
        run("""
                INSERT INTO delivery (id, registration_id, received_at, headers, body, event_id)
                SELECT delivery_id, md5('r')::uuid, received_at, '{}', convert_to(record, 'UTF8'), id FROM event
                UNION ALL
                SELECT md5('again' || seq)::uuid, md5('r')::uuid, received_at, '{}', '\\x00ff', id
                  FROM event WHERE seq % 10 = 0
                """);
        run("""
                INSERT INTO outbox (shard, event_seq, out_of_turn)
                SELECT record_shard(company_id, object, record_id, 4), seq, NULL FROM event ORDER BY seq DESC LIMIT 10
                """);
    }

    private Connection connect() throws SQLException {
        var connection = postgres.getConnection();
        try (var statement = connection.createStatement()) {
            statement.execute("SET search_path = " + SCHEMA);
        }
        return connection;
    }

    private void run(String sql) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            try {
                statement.execute(sql);
            } finally {
                statement.execute("RESET search_path");
            }
        }
    }

    private List<String> texts(String sql) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            var texts = new ArrayList<String>();
            try (var rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    texts.add(rows.getString(1));
                }
            }
            statement.execute("RESET search_path");
            return texts;
        }
    }
}

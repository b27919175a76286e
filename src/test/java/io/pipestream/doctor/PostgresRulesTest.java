package io.pipestream.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;

import io.pipestream.doctor.PostgresRepository.Facts;
import io.pipestream.platform.CheckResult.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a test may not do to the Postgres that it shares with others. */
class PostgresRulesTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private static PostgresRules rules(
            int version, String encoding, String fsync, String pages, String vacuum, int connections) {
        var facts = new Facts(
                Integer.toString(version),
                version,
                encoding,
                "on",
                fsync,
                pages,
                vacuum,
                "read committed",
                false,
                97,
                connections,
                1_000_000,
                NOW.plusSeconds(2));
        return new PostgresRules(facts, NOW, 28);
    }

    @Test
    void aServerAsItComesIsWell() {
        assertThat(rules(170_011, "UTF8", "on", "on", "on", 69).results())
                .allSatisfy(
                        result -> assertThat(result.state()).as(result.name()).isEqualTo(State.OK));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            130022 | UTF8      | on  | on  | on  | 28 | postgres.version          | WARN | Upgrade
            170011 | SQL_ASCII | on  | on  | on  | 28 | postgres.encoding         | FAIL | ENCODING
            170011 | UTF8      | off | on  | on  | 28 | postgres.fsync            | FAIL | Set fsync = on
            170011 | UTF8      | on  | off | on  | 28 | postgres.full_page_writes | FAIL | Set full_page_writes = on
            170011 | UTF8      | on  | on  | off | 28 | postgres.autovacuum       | FAIL | Set autovacuum = on
            170011 | UTF8      | on  | on  | on  | 70 | postgres.connections      | WARN | Raise max_connections
            """)
    void whatIsNotAsItComesIsNamedWithItsCureAndNothingElseIs(
            int version,
            String encoding,
            String fsync,
            String pages,
            String vacuum,
            int connections,
            String name,
            State state,
            String cure) {
        // When
        var wrong = rules(version, encoding, fsync, pages, vacuum, connections).results().stream()
                .filter(result -> result.state() != State.OK)
                .toList();

        // Then
        assertThat(wrong).singleElement().satisfies(result -> {
            assertThat(result.name()).isEqualTo(name);
            assertThat(result.state()).isEqualTo(state);
            assertThat(result.cure()).contains(cure);
        });
    }
}

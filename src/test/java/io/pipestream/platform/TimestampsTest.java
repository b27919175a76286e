package io.pipestream.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import javax.sql.DataSource;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class TimestampsTest {

    private static final String SAME = "SELECT ?::timestamptz AS time";

    @Inject
    DataSource postgres;

    @ParameterizedTest
    @ValueSource(strings = {"2025-03-01T10:15:30.123456Z", "1969-12-31T23:59:59.999999Z", "2025-03-30T01:30:00Z"})
    void anInstantComesBackAsItWentIn(String text) {
        var instant = Instant.parse(text);

        var found = new Statements(postgres)
                .one(
                        "keeping time", SAME, statement -> Timestamps.set(statement, 1, instant), row -> new Instant[] {
                            Timestamps.get(row, 1), Timestamps.get(row, "time"), Timestamps.getOrNull(row, 1)
                        });

        assertThat(found).containsOnly(instant);
    }

    @Test
    void noInstantIsNull() {
        var isNull = new Statements(postgres)
                .one(
                        "keeping no time",
                        SAME,
                        statement -> Timestamps.set(statement, 1, null),
                        row -> Timestamps.getOrNull(row, 1) == null && Timestamps.getOrNull(row, "time") == null);

        assertThat(isNull).isTrue();
    }
}

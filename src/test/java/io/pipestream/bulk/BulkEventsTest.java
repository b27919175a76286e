package io.pipestream.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.stream.LongStream;

import io.pipestream.embedded.RunFile;
import io.pipestream.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** A generated journal is one that the service takes for its own. */
@QuarkusTest
class BulkEventsTest {

    private static final Instant END = Instant.parse("2024-07-01T00:00:00Z");

    @Test
    void theSameSeedMakesTheSameEventsAndNoTwoAreOne() {
        // Given
        var events = new BulkEvents("5291", 7, 10_000, END, Duration.ofDays(60));

        // When
        var ids = new HashSet<Object>();
        LongStream.range(0, 10_000).forEach(number -> ids.add(events.get(number).id()));

        // Then
        assertThat(ids).hasSize(10_000);
        assertThat(new BulkEvents("5291", 7, 10_000, END, Duration.ofDays(60)).get(4_711))
                .isEqualTo(events.get(4_711));
        assertThat(new BulkEvents("5291", 8, 10_000, END, Duration.ofDays(60)).get(4_711))
                .isNotEqualTo(events.get(4_711));
    }

    @Test
    void whatWasGeneratedIsReadAsEvents() throws SQLException, java.io.IOException {
        // Given
        var config = ConfigProvider.getConfig();
        var database = new RunFile.Postgres(
                config.getValue("quarkus.datasource.jdbc.url", String.class),
                config.getValue("quarkus.datasource.username", String.class),
                config.getValue("quarkus.datasource.password", String.class));
        var events = new BulkEvents("5292", 1, 6_000, END, Duration.ofDays(60));

        // When
        new Generator(database).generate(events, done -> {});

        // Then
        var found = Api.get("/api/events/" + events.get(5_000).id()).json();
        assertThat(found.path("state").asText()).isEqualTo("published");
        assertThat(found.path("received_at").asText())
                .isEqualTo(events.get(5_000).receivedAt().toString());
        assertThat(found.path("object").path("id").asText())
                .isEqualTo(events.get(5_000).recordId());
        assertThat(Api.events("received_from=2024-05-01T00:00:00Z&received_to=2024-07-01T00:00:00Z"))
                .hasSizeGreaterThanOrEqualTo(5_900);
    }
}

package io.pipestream;

import static io.pipestream.support.Topic.header;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import io.pipestream.coverage.Cause;
import io.pipestream.coverage.Coverage;
import io.pipestream.coverage.Gap;
import io.pipestream.coverage.Gaps;
import io.pipestream.support.Api;
import io.pipestream.support.Database;
import io.pipestream.support.Http;
import io.pipestream.support.Topic;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How far everything is known, and how consumers are told of it. */
@QuarkusTest
class CoverageTest {

    private static final Instant TEN = Instant.parse("2026-03-01T10:00:00Z");

    @Inject
    Gaps gaps;

    @Inject
    Coverage coverage;

    @Inject
    Database database;

    private final UnpolledConnection own = UnpolledConnection.random();

    private final UUID connection = own.id();

    @BeforeEach
    void thereIsAConnection() {
        own.make(database);
    }

    @AfterEach
    void itIsGoneAndItsGapsWithIt() {
        own.remove();
    }

    @Test
    void theCoverageOfAConnectionThatThereIsNotIsNotFound() {
        // When
        var refused = Api.get("/api/connections/" + UUID.randomUUID() + "/coverage");

        // Then
        refused.assertProblem(404, "connection-not-found");
    }

    @Test
    void aConnectionThatWasNeverSweptIsNotKnownToBeComplete() {
        // Given
        gaps.open(connection, Cause.MISSING, TEN, "gone");

        // When
        var shown = Api.get("/api/connections/" + connection + "/coverage").json();

        // Then
        assertThat(coverage.completeThrough(connection)).isNull();
        assertThat(shown.path("company_id").asText()).isEqualTo(own.company());
        assertThat(shown.path("complete_through").isNull()).isTrue();
        assertThat(shown.path("swept_through").isNull()).isTrue();
        assertThat(shown.path("open_gaps").asInt()).isEqualTo(1);
    }

    @Test
    void aGapHoldsCompletenessBackUntilItIsClosed() {
        // Given
        var gap = gaps.open(connection, Cause.MISSING, TEN, "gone");
        gaps.over(connection, Cause.MISSING, TEN.plusSeconds(60));

        // When
        coverage.sweptThrough(connection, TEN.plusSeconds(300));

        // Then
        assertThat(coverage.completeThrough(connection)).isEqualTo(TEN);

        // When
        gaps.close(gap.id());

        // Then
        assertThat(coverage.completeThrough(connection)).isEqualTo(TEN.plusSeconds(300));
        var shown = Api.get("/api/connections/" + connection + "/coverage").json();
        assertThat(shown.path("complete_through").asText()).isEqualTo("2026-03-01T10:05:00Z");
        assertThat(shown.path("swept_through").asText()).isEqualTo("2026-03-01T10:05:00Z");
        assertThat(shown.path("open_gaps").asInt()).isZero();
    }

    @Test
    void completenessIsTheSweepUpToTheEarliestGapAndNeverGoesBackWhateverHappens() {
        var causes = List.of(Cause.values());
        @Nullable Instant complete = null;
        @Nullable Instant swept = null;
        for (long seed = 0; seed < 5; seed++) {
            var random = new Random(seed);
            for (int step = 0; step < 60; step++) {
                // When
                var at = TEN.plusSeconds(random.nextInt(10_000));
                var cause = causes.get(random.nextInt(causes.size()));
                var advances = false;
                switch (random.nextInt(4)) {
                    case 0 -> gaps.open(connection, cause, at, "seed " + seed);
                    case 1 -> gaps.over(connection, cause, at);
                    case 2 -> {
                        coverage.sweptThrough(connection, at);
                        swept = later(swept, at);
                        advances = true;
                    }
                    default -> {
                        var open = gaps.unrepaired(connection).stream()
                                .filter(gap -> gap.state() == Gap.State.OPEN)
                                .findFirst();
                        open.ifPresent(gap -> gaps.close(gap.id()));
                        advances = open.isPresent();
                    }
                }

                // Then
                if (advances && swept != null) {
                    var earliest =
                            gaps.unrepaired(connection).stream().map(Gap::from).findFirst();
                    var reached = swept;
                    complete = later(
                            complete,
                            earliest.filter(from -> from.isBefore(reached)).orElse(reached));
                }
                assertThat(coverage.completeThrough(connection))
                        .as("step %d of seed %d", step, seed)
                        .isEqualTo(complete);
            }
        }
    }

    @Test
    void consumersAreToldOnTheControlTopicOnceKafkaHasEverything() {
        // Given
        var mark = Topic.mark("pipedrive.control");
        // An event that no relay sends, before all others: a place in the outbox without one in the journal.
        database.run("""
                INSERT INTO outbox
                SELECT * FROM jsonb_populate_record(NULL::outbox, '{"event_seq": -1, "shard": 32000, "received_at": "2026-03-01T10:00:00Z"}')
                """);
        try {
            coverage.sweptThrough(connection, TEN);
            Awaitility.await("two looks at the marks")
                    .during(Duration.ofSeconds(11))
                    .atMost(Duration.ofSeconds(13))
                    .until(() -> toldSince(mark).isEmpty());
        } finally {
            // When
            database.run("DELETE FROM outbox WHERE event_seq = -1");
        }

        // Then
        var told = mark.await(1, record -> record.key().equals(own.company())).getFirst();
        var value = json(told.value());
        assertThat(value.path("company_id").asText()).isEqualTo(own.company());
        assertThat(value.path("complete_through").asText()).isEqualTo("2026-03-01T10:00:00Z");
        assertThat(Instant.parse(value.path("published_at").asText())).isAfter(TEN);
        assertThat(header(told, "ce_type")).isEqualTo("com.pipestream.coverage.advanced");
        assertThat(header(told, "ce_specversion")).isEqualTo("1.0");
        assertThat(Http.get(header(told, "ce_dataschema"), Map.of()).status()).isEqualTo(200);

        // When
        coverage.sweptThrough(connection, TEN.plusSeconds(90));

        // Then
        var both = mark.await(2, record -> record.key().equals(own.company()));
        assertThat(json(both.getLast().value()).path("complete_through").asText())
                .isEqualTo("2026-03-01T10:01:30Z");
    }

    private List<?> toldSince(Topic.Mark mark) {
        return mark.read().stream()
                .filter(record -> record.key().equals(own.company()))
                .toList();
    }

    private static JsonNode json(String text) {
        return new Http.Answer(200, Map.of(), text).json();
    }

    private static Instant later(@Nullable Instant one, Instant other) {
        return one == null || one.isBefore(other) ? other : one;
    }
}

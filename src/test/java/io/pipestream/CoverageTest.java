package io.pipestream;

import static io.pipestream.support.Topic.header;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import javax.sql.DataSource;

import com.fasterxml.jackson.databind.JsonNode;
import io.pipestream.coverage.Cause;
import io.pipestream.coverage.Coverage;
import io.pipestream.coverage.Gap;
import io.pipestream.coverage.Gaps;
import io.pipestream.support.Api;
import io.pipestream.support.Http;
import io.pipestream.support.Topic;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was missed, and how far everything is known: on a connection of its own, which nobody polls. */
@QuarkusTest
class CoverageTest {

    private static final Instant TEN = Instant.parse("2026-03-01T10:00:00Z");

    @Inject
    Gaps gaps;

    @Inject
    Coverage coverage;

    @Inject
    DataSource postgres;

    private final UUID connection = UUID.randomUUID();

    private final String company = "coverage-" + connection;

    @BeforeEach
    void thereIsAConnection() throws SQLException {
        execute("""
                INSERT INTO connection (id, company_id, company_domain, company_name, user_id, api_token, created_at, version)
                VALUES ('%1$s', '%2$s', 'nobody', 'Nobody', '1', 'no-token', now(), 0);
                INSERT INTO sweep (connection_id, mode, began_at, cursor_at, last_run_at)
                VALUES ('%1$s', 'OFF', now(), now(), now())
                """.formatted(connection, company));
    }

    @AfterEach
    void itIsGoneAndItsGapsWithIt() {
        assertThat(Api.delete("/api/connections/" + connection).status()).isEqualTo(204);
        assertThat(listed("")).isEmpty();
    }

    @Test
    void aGapGoesFromBlindToOpenToClosed() {
        // When
        var opened = gaps.open(connection, Cause.BANNED, TEN, "banned for 30 minutes");

        // Then
        var blind = listed("&state=blind").getFirst();
        assertThat(blind.path("id").asText()).isEqualTo(opened.id().toString());
        assertThat(blind.path("connection_id").asText()).isEqualTo(connection.toString());
        assertThat(blind.path("cause").asText()).isEqualTo("banned");
        assertThat(blind.path("from").asText()).isEqualTo("2026-03-01T10:00:00Z");
        assertThat(blind.path("to").isNull()).isTrue();
        assertThat(blind.path("closed_at").isNull()).isTrue();
        assertThat(blind.path("detail").asText()).isEqualTo("banned for 30 minutes");

        // When
        gaps.over(connection, Cause.BANNED, TEN.plusSeconds(1_800));
        gaps.found(opened.id(), 2);
        gaps.found(opened.id(), 3);

        // Then
        assertThat(gaps.unrepaired(connection)).singleElement().satisfies(gap -> {
            assertThat(gap.state()).isEqualTo(Gap.State.OPEN);
            assertThat(gap.to()).isEqualTo(TEN.plusSeconds(1_800));
            assertThat(gap.found()).isEqualTo(5);
        });

        // When
        var closedBefore = Api.metric("pipestream_gaps_closed_total", "");
        gaps.close(opened.id());
        gaps.close(opened.id());

        // Then
        assertThat(gaps.unrepaired(connection)).isEmpty();
        assertThat(listed("&state=closed").getFirst().path("closed_at").isTextual())
                .isTrue();
        assertThat(Api.metric("pipestream_gaps_closed_total", "") - closedBefore)
                .isEqualTo(1);
    }

    @Test
    void aGapThatGoesOnIsNotClosed() {
        // Given
        var blind = gaps.open(connection, Cause.MISSING, TEN, "gone");

        // When
        gaps.close(blind.id());

        // Then
        assertThat(gaps.unrepaired(connection)).extracting(Gap::state).containsExactly(Gap.State.BLIND);
    }

    @Test
    void whatIsOverWithoutHavingBegunChangesNothing() {
        // Given
        gaps.open(connection, Cause.MISSING, TEN, "gone");

        // When
        gaps.over(connection, Cause.BANNED, TEN.plusSeconds(60));

        // Then
        assertThat(gaps.unrepaired(connection)).extracting(Gap::state).containsExactly(Gap.State.BLIND);
    }

    @Test
    void manyInstancesThatNoticeTheSameAreOneGapFromTheEarliestMoment() throws Exception {
        // Given
        var opens = new ArrayList<Callable<UUID>>();
        for (int instance = 0; instance < 16; instance++) {
            var from = TEN.plusSeconds(instance * 7 % 16);
            opens.add(() ->
                    gaps.open(connection, Cause.SILENT, from, "nothing heard").id());
        }

        // When
        var ids = new ArrayList<UUID>();
        try (var pool = Executors.newFixedThreadPool(opens.size())) {
            for (var opened : pool.invokeAll(opens)) {
                ids.add(opened.get());
            }
        }

        // Then
        assertThat(ids.stream().collect(Collectors.toSet())).hasSize(1);
        assertThat(gaps.unrepaired(connection))
                .singleElement()
                .extracting(Gap::from)
                .isEqualTo(TEN);
    }

    @Test
    void aGapAfterOneThatIsOverIsAnotherOne() {
        // Given
        var first = gaps.open(connection, Cause.BANNED, TEN.plusSeconds(600), "banned");
        gaps.over(connection, Cause.BANNED, TEN.plusSeconds(900));

        // When
        var second = gaps.open(connection, Cause.BANNED, TEN, "banned again");

        // Then
        assertThat(gaps.unrepaired(connection)).extracting(Gap::id).containsExactly(second.id(), first.id());
    }

    @Test
    void gapsArePagedNewestFirst() {
        // Given
        var opened = new ArrayList<String>();
        for (var cause : Cause.values()) {
            opened.addFirst(
                    gaps.open(connection, cause, TEN, "one of many").id().toString());
        }

        // When
        var read = new ArrayList<String>();
        var cursor = "";
        do {
            var page = Api.get("/api/gaps?limit=4&connection_id=" + connection + cursor)
                    .json();
            page.path("data").forEach(gap -> read.add(gap.path("id").asText()));
            cursor = page.path("next_cursor").isTextual()
                    ? "&cursor=" + page.path("next_cursor").asText()
                    : "";
        } while (!cursor.isEmpty());

        // Then
        assertThat(read).isEqualTo(opened);
    }

    @ParameterizedTest
    @CsvSource({
        "state=lost, state-invalid",
        "connection_id=1, connection-id-invalid",
        "limit=0, limit-invalid",
        "cursor=nonsense, cursor-invalid"
    })
    void aBadQueryIsRefusedAsAProblem(String query, String code) {
        // When
        var refused = Api.get("/api/gaps?" + query);

        // Then
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.header("content-type")).startsWith("application/problem+json");
        assertThat(refused.json().path("type").asText()).isEqualTo("/problems/" + code);
    }

    @Test
    void theCoverageOfAConnectionThatThereIsNotIsNotFound() {
        // When
        var refused = Api.get("/api/connections/" + UUID.randomUUID() + "/coverage");

        // Then
        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.json().path("type").asText()).isEqualTo("/problems/connection-not-found");
    }

    @Test
    void aConnectionThatWasNeverSweptIsNotKnownToBeComplete() {
        // Given
        gaps.open(connection, Cause.MISSING, TEN, "gone");

        // When
        var shown = Api.get("/api/connections/" + connection + "/coverage").json();

        // Then
        assertThat(coverage.completeThrough(connection)).isNull();
        assertThat(shown.path("company_id").asText()).isEqualTo(company);
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
    void whenNoInstanceBeatForLongEveryConnectionGetsAGapThatIsOver() throws SQLException {
        // Given
        Awaitility.await("the first heartbeat")
                .atMost(Duration.ofSeconds(20))
                .until(() -> count("SELECT count(*) FROM heartbeat") == 1);

        // When
        execute("UPDATE heartbeat SET beat_at = beat_at - interval '10 minutes'");

        // Then
        var gap = Awaitility.await("the downtime is noticed")
                .atMost(Duration.ofSeconds(20))
                .until(() -> gaps.unrepaired(connection), found -> !found.isEmpty());
        assertThat(gap).singleElement().satisfies(downtime -> {
            assertThat(downtime.cause()).isEqualTo(Cause.DOWNTIME);
            assertThat(downtime.state()).isEqualTo(Gap.State.OPEN);
            assertThat(Duration.between(downtime.from(), downtime.to()))
                    .isBetween(Duration.ofMinutes(10), Duration.ofMinutes(11));
        });
        Awaitility.await("the gauge shows it")
                .atMost(Duration.ofSeconds(20))
                .until(() -> Api.metric("pipestream_gaps_open", "cause=\"downtime\"") >= 1);
    }

    @Test
    void consumersAreToldOnTheControlTopicOnceKafkaHasEverything() throws SQLException {
        // Given
        var mark = Topic.mark("pipedrive.control");
        // An event that no relay sends, before all others: a place in the outbox without one in the journal.
        execute("""
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
            execute("DELETE FROM outbox WHERE event_seq = -1");
        }

        // Then
        var told = mark.await(1, record -> record.key().equals(company)).getFirst();
        var value = json(told.value());
        assertThat(value.path("company_id").asText()).isEqualTo(company);
        assertThat(value.path("complete_through").asText()).isEqualTo("2026-03-01T10:00:00Z");
        assertThat(Instant.parse(value.path("published_at").asText())).isAfter(TEN);
        assertThat(header(told, "ce_type")).isEqualTo("com.pipestream.coverage.advanced");
        assertThat(header(told, "ce_specversion")).isEqualTo("1.0");
        assertThat(Http.get(header(told, "ce_dataschema"), Map.of()).status()).isEqualTo(200);

        // When
        coverage.sweptThrough(connection, TEN.plusSeconds(90));

        // Then
        var both = mark.await(2, record -> record.key().equals(company));
        assertThat(json(both.getLast().value()).path("complete_through").asText())
                .isEqualTo("2026-03-01T10:01:30Z");
    }

    private List<?> toldSince(Topic.Mark mark) {
        return mark.read().stream()
                .filter(record -> record.key().equals(company))
                .toList();
    }

    private static JsonNode json(String text) {
        return new Http.Answer(200, Map.of(), text).json();
    }

    private static Instant later(@Nullable Instant one, Instant other) {
        return one == null || one.isBefore(other) ? other : one;
    }

    private List<JsonNode> listed(String query) {
        var answer = Api.get("/api/gaps?connection_id=" + connection + query);
        assertThat(answer.status()).isEqualTo(200);
        return StreamSupport.stream(answer.json().path("data").spliterator(), false)
                .toList();
    }

    private void execute(String sql) throws SQLException {
        try (var session = postgres.getConnection();
                var statement = session.createStatement()) {
            statement.execute(sql);
        }
    }

    private long count(String sql) throws SQLException {
        try (var session = postgres.getConnection();
                var statement = session.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}

package io.pipestream.poll;

import static io.pipestream.support.Topic.header;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.sql.DataSource;

import com.fasterxml.jackson.databind.JsonNode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.pipestream.connection.Connections;
import io.pipestream.coverage.Cause;
import io.pipestream.coverage.Gaps;
import io.pipestream.coverage.HeartbeatTicks;
import io.pipestream.support.Api;
import io.pipestream.support.Door;
import io.pipestream.support.SandboxClient;
import io.pipestream.support.Spans;
import io.pipestream.support.TestClock;
import io.pipestream.support.Topic;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no webhook tells is found by polling, once, and it is accounted for. */
@QuarkusTest
class PollTest {

    private static final String DEALS = "pipedrive.deal.added";

    @Inject
    Connections connections;

    @Inject
    Poller poller;

    @Inject
    Gaps gaps;

    @Inject
    HeartbeatTicks heart;

    @Inject
    DataSource postgres;

    @Inject
    Spans spans;

    @BeforeEach
    void theConnectionIsPolledAsAFallback() {
        Door.ofNewDeals();
        setMode("fallback");
    }

    @AfterEach
    void nothingIsWrongAnyMore() {
        SandboxClient.control("DELETE", "/faults", "");
        setMode("fallback");
    }

    @Test
    void dealsOfWhichNoWebhookTellsAppearByPollExactlyOnce() {
        // Given
        sweepNow();
        var mark = Topic.mark(DEALS);
        SandboxClient.control("PUT", "/faults", "{\"drop\": 1.0}");
        var ids = addDeals(7);

        // When
        sweepNow();
        sweepNow();

        // Then
        var records = mark.await(7, record -> ids.contains(record.key().replaceAll(".*:", "")));
        assertThat(records).allSatisfy(record -> {
            assertThat(header(record, "ce_ingestpath")).isEqualTo("poll");
            assertThat(header(record, "ce_type")).isEqualTo("com.pipedrive.deal.added");
        });
        assertThat(records.stream().map(record -> header(record, "ce_id"))).doesNotHaveDuplicates();
    }

    @Test
    void whatASweepFoundIsPartOfItsTrace() {
        // Given
        sweepNow();
        var mark = Topic.mark(DEALS);
        SandboxClient.control("PUT", "/faults", "{\"drop\": 1.0}");
        var ids = addDeals(1);

        // When
        sweepNow();

        // Then
        var record = mark.await(1, it -> ids.contains(it.key().replaceAll(".*:", "")))
                .getFirst();
        var traceId = header(record, "traceparent").substring(3, 35);
        var names = Awaitility.await("the spans of the sweep")
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> spans.of(traceId).stream().map(SpanData::getName).toList(),
                        found -> found.contains("poll sweep"));
        assertThat(names).contains("poll page", "send " + DEALS);
    }

    @Test
    void whatAWebhookToldIsNoNewsToASweep() {
        // Given
        sweepNow();
        var id = addDeals(1).iterator().next();
        Awaitility.await("the webhook's event")
                .atMost(Duration.ofSeconds(30))
                .until(() -> events("deal", id).size() == 1);

        // When
        sweepNow();

        // Then
        assertThat(events("deal", id))
                .singleElement()
                .satisfies(event -> assertThat(event.path("source").asText()).isEqualTo("webhook-v2"));
    }

    @Test
    void aGapThatIsOverIsRepairedAndTellsWhatWasFoundInIt() {
        // Given
        sweepNow();
        untilNoOtherGapCouldExplainAnything();
        var connection = connection();
        var gap = gaps.open(connection.id(), Cause.REFUSED, TestClock.now().minusSeconds(1), "of a test");
        SandboxClient.control("PUT", "/faults", "{\"drop\": 1.0}");
        addDeals(3);
        gaps.over(connection.id(), Cause.REFUSED, TestClock.now().plusSeconds(1));

        // When
        // Less than what looks like a downtime, which would explain the changes too.
        SandboxClient.advanceBoth(Duration.ofSeconds(15));
        sweepUntilNothingIsDue();

        // Then
        assertThat(gaps.unrepaired(connection.id())).noneMatch(open -> open.id().equals(gap.id()));
        var shown = Api.get("/api/gaps?limit=100").json().path("data");
        assertThat(shown)
                .filteredOn(open -> open.path("id").asText().equals(gap.id().toString()))
                .singleElement()
                .satisfies(open -> {
                    assertThat(open.path("found").asInt()).isEqualTo(3);
                    assertThat(open.path("state").asText()).isEqualTo("closed");
                });
    }

    @Test
    void aSweepWaitsForWhatIsHeldBecauseItShowsNewerStatesOfTheSameRecords() throws SQLException {
        // Given
        sweepNow();
        execute(
                "INSERT INTO lease (name, holder, expires_at) VALUES ('spool', gen_random_uuid(), now() + interval '1 hour')"
                        + " ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at");
        execute("INSERT INTO held_delivery (id, registration_id, company_id, received_at, headers, body)"
                + " VALUES (gen_random_uuid(), gen_random_uuid(), '7301', now(), '{}', 'none of ours')");
        awaitLooks("not_clear");
        SandboxClient.control("PUT", "/faults", "{\"drop\": 1.0}");
        var id = addDeals(1).iterator().next();
        SandboxClient.advanceBoth(Duration.ofMinutes(3));

        // When
        poller.sweepIfDue(connection());

        // Then
        assertThat(events("deal", id)).isEmpty();

        // When
        execute("DELETE FROM lease WHERE name = 'spool'");
        awaitLooks("clear_by_kafka");
        sweepUntilNothingIsDue();

        // Then
        assertThat(events("deal", id)).hasSize(1);
    }

    @Test
    void moreThanAPageIsReadToItsEnd() {
        // Given
        sweepNow();
        SandboxClient.control("PUT", "/faults", "{\"drop\": 1.0}");
        var ids = addDeals(1_201);

        // When
        sweepNow();

        // Then
        assertThat(view().path("events").asInt()).isEqualTo(1_201);
        assertThat(view().path("run").isNull()).isTrue();
        assertThat(Instant.parse(view().path("cursor").asText()))
                .isAfter(TestClock.now().minusSeconds(60));
        assertThat(ids).hasSize(1_201);
    }

    @Test
    void whatPipedriveRefusesIsTriedAgainLaterAndLosesNothing() {
        // Given
        sweepNow();
        SandboxClient.control("PUT", "/faults", "{\"drop\": 1.0, \"api_429\": \"burst\"}");
        var id = addDeals(1).iterator().next();

        // When
        sweepNow();

        // Then
        assertThat(view().path("wait_reason").asText()).isNotEmpty();
        assertThat(events("deal", id)).isEmpty();

        // When
        SandboxClient.control("PUT", "/faults", "{\"drop\": 1.0}");
        SandboxClient.advanceBoth(Duration.ofMinutes(20));
        sweepNow();

        // Then
        assertThat(events("deal", id)).hasSize(1);
    }

    @Test
    void nothingIsLostBetweenTheConnectionOfAnAccountAndTheFirstLookOfPolling() {
        // When
        var beganAt = Instant.parse(view().path("began_at").asText());

        // Then
        assertThat(beganAt).isEqualTo(connection().connectedAt().truncatedTo(ChronoUnit.SECONDS));
    }

    @Test
    void offIsOffAndOnCatchesUp() {
        // Given
        sweepNow();
        setMode("off");
        SandboxClient.control("PUT", "/faults", "{\"drop\": 1.0}");
        var id = addDeals(1).iterator().next();

        // When
        poller.sweepIfDue(connection());

        // Then
        assertThat(view().path("next_run_at").isNull()).isTrue();
        assertThat(view().path("found_within_seconds").isNull()).isTrue();
        assertThat(events("deal", id)).isEmpty();

        // When
        setMode("always");
        sweepNow();

        // Then
        assertThat(events("deal", id)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"mode\": \"sometimes\"}", "{}", "{\"mode\": 1}", "{\"mode\": \"off\", \"x\": 1}"})
    void aModeThatIsNoneIsRefused(String body) {
        // When
        var refused = Api.put(path(), body);

        // Then
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.header("content-type")).startsWith("application/problem+json");
    }

    @Test
    void whatPollingPromisesAndMayCostIsShown() {
        // When
        var view = view();

        // Then
        assertThat(view.path("mode").asText()).isEqualTo("fallback");
        assertThat(view.path("cost_per_sweep").asInt()).isEqualTo(20);
        assertThat(view.path("found_within_seconds").asLong()).isBetween(60L, 120L);
        assertThat(view.path("budget").path("cap").asLong()).isPositive();
        assertThat(view.path("budget").path("daily").asLong())
                .isGreaterThan(view.path("budget").path("cap").asLong());
    }

    /** Moves the clocks on to when a sweep is due, and awaits that it was done, here or by the tick. */
    private void sweepNow() {
        SandboxClient.advanceBoth(Duration.ofMinutes(3));
        sweepUntilNothingIsDue();
    }

    private void sweepUntilNothingIsDue() {
        Awaitility.await("nothing is due").atMost(Duration.ofSeconds(60)).until(() -> {
            poller.sweepIfDue(connection());
            return Instant.parse(view().path("next_run_at").asText()).isAfter(TestClock.now());
        });
    }

    /** To the heart, moving the clocks looks like a downtime, which it would otherwise notice at any later moment. */
    private void untilNoOtherGapCouldExplainAnything() {
        heart.beat();
        Awaitility.await("no gap is open").atMost(Duration.ofSeconds(60)).until(() -> {
            SandboxClient.advanceBoth(Duration.ofSeconds(15));
            sweepUntilNothingIsDue();
            return gaps.unrepaired(connection().id()).isEmpty();
        });
    }

    private Connections.Ref connection() {
        return connections.all().getFirst();
    }

    private static void awaitLooks(String outcome) {
        var labels = "outcome=\"" + outcome + '"';
        var seen = Api.metric("pipestream_spool_looks_total", labels);
        // More than the two seconds for which a clear look is good.
        Awaitility.await(outcome)
                .atMost(Duration.ofSeconds(30))
                .until(() -> Api.metric("pipestream_spool_looks_total", labels) > seen + 8);
    }

    private void execute(String sql) throws SQLException {
        try (var connection = postgres.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Set<String> addDeals(int count) {
        return Set.copyOf(IntStream.range(0, count)
                .mapToObj(i -> SandboxClient.add("deal", "{\"title\": \"Unheard of %d\"}".formatted(i))
                        .path("id")
                        .asText())
                .toList());
    }

    private static List<JsonNode> events(String object, String id) {
        return Api.events("object=%s&record_id=%s".formatted(object, id)).stream()
                .filter(event -> event.path("key").asText().startsWith("7301:"))
                .toList();
    }

    private JsonNode view() {
        return Api.get(path()).json();
    }

    private void setMode(String mode) {
        assertThat(Api.put(path(), "{\"mode\": \"%s\"}".formatted(mode)).status())
                .isEqualTo(200);
    }

    private String path() {
        return "/api/connections/" + connectionId() + "/polling";
    }

    private UUID connectionId() {
        return connection().id();
    }
}

package io.pipestream.poll;

import static io.pipestream.support.Topic.header;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import io.opentelemetry.sdk.trace.data.SpanData;
import io.pipestream.coverage.Cause;
import io.pipestream.coverage.Gaps;
import io.pipestream.coverage.HeartbeatTicks;
import io.pipestream.support.Api;
import io.pipestream.support.Door;
import io.pipestream.support.HeldDeliveries;
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

/** What no webhook tells is found by polling, once, and it is accounted for. */
@QuarkusTest
class PollTest {

    private static final String DEALS = "pipedrive.deal.added";

    @Inject
    Polling polling;

    @Inject
    Gaps gaps;

    @Inject
    HeartbeatTicks heart;

    @Inject
    HeldDeliveries held;

    @Inject
    Spans spans;

    @BeforeEach
    void theConnectionIsPolledAsAFallback() {
        Door.ofNewDeals();
        polling.setMode("fallback");
    }

    @AfterEach
    void nothingIsWrongAnyMore() {
        SandboxClient.control("DELETE", "/faults", "");
        polling.setMode("fallback");
    }

    @Test
    void dealsOfWhichNoWebhookTellsAppearByPollExactlyOnce() {
        // Given
        polling.sweepNow();
        var mark = Topic.mark(DEALS);
        SandboxClient.control("PUT", "/faults", "{\"drop\": 1.0}");
        var ids = SandboxDeals.add(7);

        // When
        polling.sweepNow();
        polling.sweepNow();

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
        polling.sweepNow();
        var mark = Topic.mark(DEALS);
        SandboxClient.control("PUT", "/faults", "{\"drop\": 1.0}");
        var ids = SandboxDeals.add(1);

        // When
        polling.sweepNow();

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
        polling.sweepNow();
        var id = SandboxDeals.add();
        Awaitility.await("the webhook's event")
                .atMost(Duration.ofSeconds(30))
                .until(() -> SandboxDeals.events(id).size() == 1);

        // When
        polling.sweepNow();

        // Then
        assertThat(SandboxDeals.events(id))
                .singleElement()
                .satisfies(event -> assertThat(event.path("source").asText()).isEqualTo("webhook-v2"));
    }

    @Test
    void aGapThatIsOverIsRepairedAndTellsWhatWasFoundInIt() {
        // Given
        polling.sweepNow();
        untilNoOtherGapCouldExplainAnything();
        var connection = polling.connection();
        var gap = gaps.open(connection.id(), Cause.REFUSED, TestClock.now().minusSeconds(1), "of a test");
        SandboxClient.control("PUT", "/faults", "{\"drop\": 1.0}");
        SandboxDeals.add(3);
        gaps.over(connection.id(), Cause.REFUSED, TestClock.now().plusSeconds(1));

        // When
        // Less than what looks like a downtime, which would explain the changes too.
        SandboxClient.advanceBoth(Duration.ofSeconds(15));
        polling.sweepUntilNothingIsDue();

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
    void aSweepWaitsForWhatIsHeldBecauseItShowsNewerStatesOfTheSameRecords() {
        // Given
        polling.sweepNow();
        held.stopDraining();
        held.hold(UUID.randomUUID(), "none of ours", Instant.now());
        HeldDeliveries.awaitLooks("not_clear");
        SandboxClient.control("PUT", "/faults", "{\"drop\": 1.0}");
        var id = SandboxDeals.add();
        SandboxClient.advanceBoth(Duration.ofMinutes(3));

        // When
        polling.sweepIfDue();

        // Then
        assertThat(SandboxDeals.events(id)).isEmpty();

        // When
        held.drain();
        HeldDeliveries.awaitLooks("clear_by_kafka");
        polling.sweepUntilNothingIsDue();

        // Then
        assertThat(SandboxDeals.events(id)).hasSize(1);
    }

    @Test
    void moreThanAPageIsReadToItsEnd() {
        // Given
        polling.sweepNow();
        SandboxClient.control("PUT", "/faults", "{\"drop\": 1.0}");
        var ids = SandboxDeals.add(1_201);

        // When
        polling.sweepNow();

        // Then
        assertThat(polling.view().path("events").asInt()).isEqualTo(1_201);
        assertThat(polling.view().path("run").isNull()).isTrue();
        assertThat(Instant.parse(polling.view().path("cursor").asText()))
                .isAfter(TestClock.now().minusSeconds(60));
        assertThat(ids).hasSize(1_201);
    }

    @Test
    void whatPipedriveRefusesIsTriedAgainLaterAndLosesNothing() {
        // Given
        polling.sweepNow();
        SandboxClient.control("PUT", "/faults", "{\"drop\": 1.0, \"api_429\": \"burst\"}");
        var id = SandboxDeals.add();

        // When
        polling.sweepNow();

        // Then
        assertThat(polling.view().path("wait_reason").asText()).isNotEmpty();
        assertThat(SandboxDeals.events(id)).isEmpty();

        // When
        SandboxClient.control("PUT", "/faults", "{\"drop\": 1.0}");
        SandboxClient.advanceBoth(Duration.ofMinutes(20));
        polling.sweepNow();

        // Then
        assertThat(SandboxDeals.events(id)).hasSize(1);
    }

    /** To the heart, moving the clocks looks like a downtime, which it would otherwise notice at any later moment. */
    private void untilNoOtherGapCouldExplainAnything() {
        heart.beat();
        Awaitility.await("no gap is open").atMost(Duration.ofSeconds(60)).until(() -> {
            SandboxClient.advanceBoth(Duration.ofSeconds(15));
            polling.sweepUntilNothingIsDue();
            return gaps.unrepaired(polling.connection().id()).isEmpty();
        });
    }
}

package io.pipestream.publish;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pipestream.journal.PendingEvent;
import io.pipestream.journal.Published;
import org.junit.jupiter.api.Test;

class RelayMetricsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final RelayMetrics metrics = new RelayMetrics(Clock.fixed(NOW, ZoneOffset.UTC), meters);

    @Test
    void freshnessIsTakenFromTheChangeAndNotFromItsReceipt() {
        // Given
        var event = event("webhook", NOW.minusSeconds(40), NOW.minusSeconds(1));

        // When
        metrics.count(List.of(event), List.of(published(event)));

        // Then
        assertThat(freshness("webhook").totalTime(SECONDS)).isEqualTo(40);
        assertThat(meters.timer("pipestream.publish.lag").totalTime(SECONDS)).isEqualTo(1);
    }

    @Test
    void anObjectiveOfAMinuteHasABucketOfItsOwn() {
        // Given
        var inTime = event("poll", NOW.minusSeconds(59), NOW);
        var late = event("poll", NOW.minusSeconds(61), NOW);

        // When
        metrics.count(List.of(inTime), List.of(published(inTime)));
        metrics.count(List.of(late), List.of(published(late)));

        // Then
        assertThat(freshness("poll").takeSnapshot().histogramCounts())
                .filteredOn(bucket -> bucket.bucket(SECONDS) == 60)
                .extracting(CountAtBucket::count)
                .containsExactly(1.0);
        assertThat(freshness("poll").count()).isEqualTo(2);
    }

    @Test
    void aBackfillIsNeverLate() {
        // Given
        var event = event("backfill", NOW.minus(Duration.ofDays(365)), NOW);

        // When
        metrics.count(List.of(event), List.of(published(event)));

        // Then
        assertThat(meters.timer("pipestream.publish.lag").count()).isOne();
        assertThat(freshness("webhook").count() + freshness("poll").count()).isZero();
    }

    @Test
    void aChangeOfAClockAheadOfOursCountsAsFresh() {
        // Given
        var event = event("webhook", NOW.plusSeconds(3), NOW);

        // When
        metrics.count(List.of(event), List.of(published(event)));

        // Then
        assertThat(freshness("webhook").count()).isOne();
        assertThat(freshness("webhook").totalTime(SECONDS)).isZero();
    }

    private Timer freshness(String path) {
        return meters.get("pipestream.freshness").tag("path", path).timer();
    }

    private static PendingEvent event(String path, Instant occurredAt, Instant receivedAt) {
        return new PendingEvent(
                1, new UUID(0, 1), "1", "deal", "1", "updated", null, occurredAt, receivedAt, path, "{}");
    }

    private static Published published(PendingEvent event) {
        return new Published(event.seq(), "pipedrive.deal.updated", 0, 0L, null);
    }
}

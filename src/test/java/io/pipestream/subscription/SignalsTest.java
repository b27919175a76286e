package io.pipestream.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

/** What the door has seen is handed on once, whoever writes meanwhile. */
class SignalsTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    private static final Duration BAN = Duration.ofMinutes(30);

    private final Signals signals = new Signals();

    @Test
    void whatWasSeenIsTakenOnce() {
        // Given
        signals.heard(NOON);
        signals.heard(NOON.minusSeconds(5));
        signals.refused(NOON.plusSeconds(1), 1);
        signals.refused(NOON.plusSeconds(3), 1);
        signals.missed(NOON.plusSeconds(9));
        signals.missed(NOON.plusSeconds(7));

        // When
        var seen = signals.take();

        // Then
        assertThat(seen)
                .isEqualTo(new Signals.Seen(
                        NOON, 2, NOON.plusSeconds(1), NOON.plusSeconds(3), NOON.plusSeconds(7), null, null));
        assertThat(signals.take().isNothing()).isTrue();
    }

    @Test
    void theTenthThatNobodyAnsweredBeginsABanInWhichNothingCountsAndTheCountBeginsAnewAfterIt() {
        // When
        for (var minute = 0; minute < 60; minute += 2) {
            var at = NOON.plusSeconds(minute * 60L);
            signals.unheard(at, at, knownFailures(3), BAN);
        }

        // Then
        var seen = signals.take();
        assertThat(seen.failures()).as("with the three that were known").isEqualTo(9 - 3);
        assertThat(seen.failedAt()).isEqualTo(NOON.plusSeconds(58 * 60));
        assertThat(seen.unheardFrom()).isEqualTo(NOON);
        assertThat(seen.unheardUntil())
                .as("if none was known, the tenth at minute 18 began a ban until minute 48")
                .isEqualTo(NOON.plusSeconds(58 * 60));
    }

    @Test
    void aBanThatGoesOnBeganWithTheTenth() {
        // When
        for (var second = 0; second < 60; second++) {
            signals.unheard(NOON, NOON.plusSeconds(second), knownFailures(0), BAN);
        }

        // Then
        var seen = signals.take();
        assertThat(seen.failures()).isEqualTo(10);
        assertThat(seen.failedAt()).isEqualTo(NOON.plusSeconds(9));
        assertThat(seen.unheardUntil()).isEqualTo(NOON.plusSeconds(9));
    }

    @Test
    void aCountThatMayBeTooHighLeavesADoubtUntilTenWereLost() {
        // When
        for (var second = 0; second < 60; second++) {
            signals.unheard(NOON, NOON.plusSeconds(second), knownFailures(6), BAN);
        }

        // Then
        var seen = signals.take();
        assertThat(seen.failedAt()).isEqualTo(NOON.plusSeconds(3));
        assertThat(seen.unheardUntil()).isEqualTo(NOON.plusSeconds(9));
    }

    private static Evidence knownFailures(int failures) {
        return new Evidence(NOON, null, failures, NOON, NOON, null, null, null, null, null);
    }

    @Test
    void whatIsPutBackIsTakenAgain() {
        // Given
        signals.heard(NOON);
        signals.unheard(NOON.minusSeconds(9), NOON.plusSeconds(9), knownFailures(0), BAN);
        signals.refused(NOON, 1);
        signals.refused(NOON.plusSeconds(60), 1);
        var seen = signals.take();

        // When
        signals.putBack(seen);

        // Then
        assertThat(signals.take()).isEqualTo(seen);
    }

    @Test
    void noRefusalIsLostOrCountedTwiceWhileItIsTaken() throws Exception {
        // Given
        var writers = IntStream.range(0, 4)
                .<Callable<Integer>>mapToObj(writer -> () -> {
                    IntStream.range(0, 10_000).forEach(refusal -> signals.refused(NOON, 1));
                    return 0;
                })
                .toList();

        // When
        var taken = 0;
        try (var pool = Executors.newFixedThreadPool(5)) {
            var reader = pool.submit(() -> IntStream.range(0, 1_000)
                    .map(look -> signals.take().failures())
                    .sum());
            pool.invokeAll(writers);
            taken = reader.get();
        }

        // Then
        assertThat(taken + signals.take().failures()).isEqualTo(40_000);
    }
}

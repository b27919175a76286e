package io.pipestream.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

import io.pipestream.hook.Answer.Accepted;
import io.pipestream.hook.Answer.Failed;
import io.pipestream.hook.Answer.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a delivery is tried again, when a hook is left alone and when it is disabled, drawn at random. */
class RulesTest {

    private static final Instant START = Instant.parse("2026-05-04T08:00:00Z");

    private static final Duration GIVE_UP = Duration.ofDays(3);

    private static final Duration DISABLE = Duration.ofDays(5);

    private static final List<Duration> DELAYS =
            List.of(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofHours(10));

    private final RetrySchedule schedule = new RetrySchedule(DELAYS, GIVE_UP);

    private final Verdicts verdicts = new Verdicts(schedule, DISABLE);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aDeliveryIsTriedForDaysEverMoreSeldomAndThenGivenUp(long seed) {
        // Given
        var random = new Random(seed);
        var tries = new ArrayList<>(List.of(START));

        // When
        while (true) {
            var next = schedule.next(tries.size(), START, tries.getLast(), null, random.nextDouble());
            if (next.isEmpty()) {
                break;
            }
            tries.add(next.get());
        }

        // Then
        assertThat(tries).hasSizeBetween(9, 14).isSorted();
        assertThat(tries.getLast())
                .isBetween(START.plus(GIVE_UP), START.plus(GIVE_UP).plus(Duration.ofHours(12)));
        for (int i = 1; i < tries.size(); i++) {
            var planned = DELAYS.get(Math.min(i, DELAYS.size()) - 1).toMillis();
            assertThat(Duration.between(tries.get(i - 1), tries.get(i)).toMillis())
                    .isBetween(planned * 4 / 5 - 1, planned * 6 / 5 + 1);
        }
    }

    @ParameterizedTest
    @CsvSource({"3600, 3600", "1, 4", "-5, 4", "99999999, 86400"})
    void whatAReceiverAsksForIsHeldAsFarAsItIsReasonable(long asked, long atLeast) {
        // When
        var next = schedule.next(1, START, START, Duration.ofSeconds(asked), 0).orElseThrow();

        // Then
        assertThat(Duration.between(START, next)).isEqualTo(Duration.ofSeconds(atLeast));
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16})
    void aHookIsPausedOnlyByFailuresNeverForLongAndASuccessForgetsThem(long seed) {
        // Given
        var random = new Random(seed);
        var health = Health.GOOD;
        var now = START;
        int inARow = 0;

        for (int i = 0; i < 2_000; i++) {
            // When
            var succeeds = random.nextInt(4) == 0;
            now = now.plusSeconds(random.nextInt(20));
            var settlement = verdicts.of(outcome(now, succeeds), health, random.nextDouble());
            health = settlement.health();
            inARow = succeeds ? 0 : inARow + 1;

            // Then
            assertThat(health.failures()).isEqualTo(inARow);
            assertThat(health.isPaused(now)).isEqualTo(inARow >= Health.THRESHOLD);
            assertThat(health.isPaused(now.plus(Health.LONGEST_PAUSE))).isFalse();
            assertThat(health.room(8)).isEqualTo(inARow >= Health.THRESHOLD ? 1 : 8);
            assertThat(health.failingSince() == null).isEqualTo(inARow == 0);
            assertThat(settlement.disable()).isNull();
        }
    }

    @Test
    void aHookIsDisabledWhenEveryCallHasFailedForDaysAndNotBefore() {
        // Given
        var health = Health.GOOD;
        for (int i = 0; i < 8; i++) {
            health =
                    verdicts.of(outcome(START.plusSeconds(i), false), health, 0).health();
        }

        // When
        var before = verdicts.of(outcome(START.plus(DISABLE).minusSeconds(1), false), health, 0);
        var after = verdicts.of(outcome(START.plus(DISABLE), false), health, 0);
        var recovered = verdicts.of(outcome(START.plus(DISABLE), true), health, 0);

        // Then
        assertThat(before.disable()).isNull();
        assertThat(after.disable()).isNotNull();
        assertThat(recovered.disable()).isNull();
        assertThat(recovered.state()).isEqualTo("DELIVERED");
    }

    @Test
    void anEndpointThatIsGoneIsDisabledAtOnceAndItsDeliveryStays() {
        // When
        var settlement = verdicts.of(new Outcome(claim(), START, 5, new Refused(410, null, "")), Health.GOOD, 0.5);

        // Then
        assertThat(settlement.disable()).isNotNull();
        assertThat(settlement.state()).isEqualTo("PENDING");
    }

    @Test
    void aHooksRateIsHeldOverAnySecondAndOverAll() {
        // Given
        var random = new Random(7);
        var bucket = new Bucket(10, 0);
        long now = 0;
        int taken = 0;

        // When
        for (int i = 0; i < 5_000; i++) {
            now += random.nextInt(30_000_000);
            var room = bucket.room(10, now);
            assertThat(room).isBetween(0, 10);
            bucket.take(room);
            taken += room;
        }

        // Then
        assertThat((double) taken).isBetween(now / 1e9 * 10 - 1, now / 1e9 * 10 + 10);
    }

    @Test
    void aTimeToComeBackIsHeldAgainstTheReceiversOwnClock() {
        assertThat(RetryAfter.parse("120", null)).isEqualTo(Duration.ofMinutes(2));
        assertThat(RetryAfter.parse("Mon, 04 May 2026 08:02:00 GMT", "Mon, 04 May 2026 08:00:00 GMT"))
                .isEqualTo(Duration.ofMinutes(2));
        assertThat(RetryAfter.parse("Mon, 04 May 2026 08:02:00 GMT", null)).isNull();
        assertThat(RetryAfter.parse("soon", "now")).isNull();
        assertThat(RetryAfter.parse(null, null)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "10.0.0/8", "example.com/8", "10.0.0.0/x", "::1/129", ""})
    void whatIsNoNetworkStopsTheStart(String text) {
        assertThatThrownBy(() -> new AddressRules(List.of(text))).isInstanceOf(IllegalArgumentException.class);
    }

    private static Outcome outcome(Instant at, boolean succeeds) {
        return new Outcome(claim(), at, 0, succeeds ? new Accepted(200) : new Failed("no"));
    }

    private static Claim claim() {
        return new Claim(1, new UUID(0, 1), 1, new UUID(0, 2), null, 1, 1, START);
    }
}

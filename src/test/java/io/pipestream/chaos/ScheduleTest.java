package io.pipestream.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScheduleTest {

    /** How long an instance keeps its shards by default, {@code pipestream.publish.lease}. */
    private static final Duration LEASE = Duration.ofSeconds(5);

    @ParameterizedTest
    @MethodSource("seeds")
    void theSameSeedDrawsTheSameFaults(long seed) {
        assertThat(Schedule.of(seed, 40, 3, Duration.ofMinutes(6)))
                .isEqualTo(Schedule.of(seed, 40, 3, Duration.ofMinutes(6)))
                .isNotEqualTo(Schedule.of(seed + 1, 40, 3, Duration.ofMinutes(6)));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void thereAreAsManyKillsAsAskedForAndTheLastFaultIsOne(long seed) {
        // When
        var schedule = Schedule.of(seed, 17, 2, Duration.ofMinutes(3));

        // Then
        assertThat(schedule.kills()).isEqualTo(17);
        assertThat(schedule.faults().getLast().kind().isKill()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aLongScheduleHasEveryKindAndEveryReplica(long seed) {
        // When
        var schedule = Schedule.of(seed, 100, 3, Duration.ofMinutes(15));

        // Then
        assertThat(schedule.counts()).containsOnlyKeys(Kind.values());
        assertThat(schedule.faults().stream().map(Fault::replica)).contains(0, 1, 2, 3);
        assertThat(schedule.faults()).allSatisfy(fault -> {
            assertThat(fault.hold()).isBetween(fault.kind().shortest, fault.kind().longest);
            assertThat(fault.replica() == 0)
                    .isEqualTo(fault.kind() == Kind.KILL_POSTGRES || fault.kind() == Kind.KILL_KAFKA);
        });
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void itTakesAboutAsLongAsAskedFor(long seed) {
        // When
        var pauses = Schedule.of(seed, 300, 3, Duration.ofMinutes(45)).faults().stream()
                .mapToLong(fault -> fault.pause().toSeconds())
                .sum();

        // Then
        assertThat(Duration.ofSeconds(pauses)).isBetween(Duration.ofMinutes(38), Duration.ofMinutes(52));
    }

    @Test
    void aPausedReplicaHasLostItsShardsWhenItGoesOn() {
        assertThat(Kind.PAUSE_REPLICA.shortest).isGreaterThan(LEASE);
    }

    @Test
    void everyKindIsInADeck() {
        assertThat(Arrays.stream(Kind.values())).allMatch(kind -> kind.cards > 0);
    }

    static LongStream seeds() {
        return LongStream.of(0, 1, 2, 3, 42, -7, Long.MAX_VALUE);
    }
}

package io.pipestream.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The suite would be worth nothing if it passed a relay that lacks a safeguard. */
@Timeout(400)
@Tag("long")
class UnsafeIT {

    /**
     * Kafka is far away, and a producer sends the first record of a batch at once and the others when that one is
     * acknowledged. All of it is allowed, and with it there is hardly a moment at which nothing is half done.
     */
    private static final Map<String, String> SLOW_AND_EAGER =
            Map.of("KAFKA_LINGER_MS", "0", "KAFKA_MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION", "1");

    private static final int KILLS = 6;

    private static final Path APP = Path.of("target", "quarkus-app");

    private static final Path JAR = Path.of("quarkus-run.jar");

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @EnumSource
    void aRelayWithoutASafeguardIsCaughtDoublingEvents(BrokenService broken) throws Exception {
        // Given
        broken.copy(APP, folder.resolve("broken"));

        // When
        var result = run(folder.resolve("broken").resolve(JAR));

        // Then
        assertThat(result.findings().duplicates()).isPositive();
        assertThat(result.isGood()).isFalse();
    }

    @Test
    void theRelayAsItIsDoublesNothingUnderTheSameFaults() throws Exception {
        // When
        var result = run(APP.resolve(JAR));

        // Then
        assertThat(result.findings().examples()).isEmpty();
        assertThat(result.unsettled()).isEmpty();
        assertThat(result.isGood()).isTrue();
        assertThat(result.kills()).isEqualTo(KILLS);
    }

    private Result run(Path jar) throws Exception {
        var plan = new Trial.Plan(folder.resolve("data"), jar, 2, 40, 100, schedule(), SLOW_AND_EAGER);
        var result = new Trial(plan, System.out::println).run();
        System.out.println(result.findings());
        return result;
    }

    /** Both replicas are killed in turn, three times each. */
    private static Schedule schedule() {
        var faults = new ArrayList<Fault>();
        var throughout = Duration.ofSeconds(60);
        faults.add(new Fault(1, Duration.ZERO, Kind.DELAY_KAFKA, 1, throughout));
        faults.add(new Fault(2, Duration.ZERO, Kind.DELAY_KAFKA, 2, throughout));
        for (int kill = 1; kill <= KILLS; kill++) {
            faults.add(new Fault(
                    faults.size() + 1, Duration.ofSeconds(8), Kind.KILL_REPLICA, 1 + kill % 2, Duration.ofMillis(200)));
        }
        return new Schedule(0, throughout, faults);
    }
}

package io.pipestream.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import io.pipestream.embedded.PackagedService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The quick version of the fault suite; {@code ./pipestream chaos} is the long one. */
@Timeout(600)
class ChaosIT {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aDozenKillsUnderLoadLoseNothingDoubleNothingAndSwapNothing() throws Exception {
        // Given
        var schedule = Schedule.of(20_261_128, 12, 3, Duration.ofSeconds(80));
        var plan = new Trial.Plan(folder, PackagedService.JAR, 3, 60, 120, schedule, Map.of());

        // When
        var result = new Trial(plan, System.out::println).run();
        System.out.println(result.answers());
        System.out.println(result.findings());

        // Then
        assertThat(result.findings().examples()).isEmpty();
        assertThat(result.unsettled()).isEmpty();
        assertThat(result.isGood()).isTrue();
        assertThat(result.kills()).isEqualTo(12);
        assertThat(result.findings().answered()).isGreaterThan(1_000);
        assertThat(result.answers().unconnected())
                .as("deliveries that met a dead replica")
                .isPositive();
    }
}

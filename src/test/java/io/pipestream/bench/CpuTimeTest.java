package io.pipestream.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Map;

import io.pipestream.bench.CpuTime.Part;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class CpuTimeTest {

    @Test
    void whatAProcessComputesIsItsOwn() {
        // Given a server that does nothing, which is this process
        var now = CpuTime.of(ProcessHandle.current());
        var begin = now.get();

        // When
        Awaitility.await("a tenth of a second of work")
                .atMost(Duration.ofSeconds(30))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> {
                    for (var until = System.nanoTime() + 20_000_000; System.nanoTime() < until; ) {
                        Thread.onSpinWait();
                    }
                    return now.get().since(begin).micros(Part.SERVICE, 1) >= 100_000;
                });

        // Then server and bench are one process here, looked at one after the other, and its compiler is a part of it
        var took = now.get().since(begin);
        assertThat(took.micros(Part.LOAD, 1)).isCloseTo(took.micros(Part.SERVICE, 1), within(50_000.0));
        assertThat(took.micros(Part.JIT, 1)).isLessThan(took.micros(Part.SERVICE, 1));
        assertThat(took.micros(Part.POSTGRES, 1)).isZero();
    }

    @Test
    void aSumIsOfAllPartsAndCountsTheCompilerOnce() {
        // Given
        var one = new CpuTime(Map.of(
                Part.SERVICE,
                Duration.ofMillis(6),
                Part.JIT,
                Duration.ofMillis(5),
                Part.POSTGRES,
                Duration.ofMillis(2)));

        // When
        var both = one.and(new CpuTime(Map.of(Part.SERVICE, Duration.ofMillis(2), Part.LOAD, Duration.ofMillis(10))));

        // Then
        assertThat(both.micros(Part.SERVICE, 4)).isEqualTo(2000);
        assertThat(both.micros(4)).isEqualTo(5000);
        assertThat(both.micros(0)).isZero();
    }
}

package io.pipestream.pipedrive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.Test;

class PaceTest {

    private static final Duration WINDOW = Duration.ofMillis(100);

    @Test
    void noWindowHasMoreCallsThanAllowedHoweverManyThreadsWantToCall() throws Exception {
        // Given
        var pace = new Pace(3, WINDOW);
        var calls = new ArrayList<Callable<Long>>();
        for (int i = 0; i < 20; i++) {
            calls.add(() -> {
                pace.await();
                return System.nanoTime();
            });
        }

        // When
        var begin = System.nanoTime();
        var latest = begin;
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (var call : threads.invokeAll(calls)) {
                latest = Math.max(latest, call.get());
            }
        }

        // Then: 20 calls, 3 a window, so six windows are full before the last two start.
        assertThat(Duration.ofNanos(latest - begin)).isGreaterThanOrEqualTo(WINDOW.multipliedBy(6));
    }

    @Test
    void nobodyStartsWhileTheOtherSideHasHadEnough() throws InterruptedException {
        // Given
        var pace = new Pace(3, WINDOW);
        var begin = System.nanoTime();

        // When
        pace.holdFor(Duration.ofMillis(250));
        pace.holdFor(Duration.ofMillis(10));
        pace.await();

        // Then
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(250));
    }
}

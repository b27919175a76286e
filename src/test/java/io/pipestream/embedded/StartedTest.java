package io.pipestream.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;

class StartedTest {

    private final List<String> stopped = Collections.synchronizedList(new ArrayList<>());

    @Test
    void theNewestIsStoppedFirstAndAFailureKeepsNobodyRunning() throws Exception {
        // Given
        var started = new Started();
        started.start(() -> stoppable("database"));
        started.start(() -> () -> {
            throw new IllegalStateException("on purpose");
        });
        started.start(() -> stoppable("service"));

        // When
        started.close();

        // Then
        assertThat(stopped).containsExactly("service", "database");
    }

    @Test
    void aStopInTheMiddleOfAStartWaitsForItAndStopsWhatItStarted() throws Exception {
        // Given
        var started = new Started();
        var inTheMiddle = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var slow = Thread.startVirtualThread(() -> {
            try {
                started.start(() -> {
                    inTheMiddle.countDown();
                    goOn.await();
                    return stoppable("slow");
                });
            } catch (Exception e) {
                stopped.add("failed: " + e);
            }
        });
        inTheMiddle.await();

        // When
        var stop = Thread.startVirtualThread(started::close);
        await().until(started::isStopping);
        goOn.countDown();
        stop.join();

        // Then
        slow.join();
        assertThat(stopped).containsExactly("slow");
        assertThatThrownBy(() -> started.start(() -> stoppable("late"))).isInstanceOf(Started.StoppingException.class);
    }

    private AutoCloseable stoppable(String name) {
        return () -> stopped.add(name);
    }
}

package io.pipestream.coverage;

import jakarta.inject.Singleton;

/** Makes the heart beat when a test says so, where the scheduler is off. */
@Singleton
public class HeartbeatTicks {

    private final DowntimeWatch watch;

    HeartbeatTicks(DowntimeWatch watch) {
        this.watch = watch;
    }

    public void beat() {
        watch.beat();
    }
}

package io.pipestream.poll;

import jakarta.inject.Singleton;

/** Makes the poller look when a test says so, where the scheduler is off. */
@Singleton
public class PollTicks {

    private final Poller poller;

    PollTicks(Poller poller) {
        this.poller = poller;
    }

    /** Begins what is due; {@link #isIdle()} tells when that is done. */
    public void tick() {
        poller.tick();
    }

    public boolean isIdle() {
        return poller.isIdle();
    }
}

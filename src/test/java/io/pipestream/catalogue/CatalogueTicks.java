package io.pipestream.catalogue;

import jakarta.inject.Singleton;

/** Makes the catalogue look when a test says so, where the scheduler is off. */
@Singleton
public class CatalogueTicks {

    private final Refresher refresher;

    CatalogueTicks(Refresher refresher) {
        this.refresher = refresher;
    }

    /** Begins what is due; {@link #isIdle()} tells when that is done. */
    public void tick() {
        refresher.tick();
    }

    public boolean isIdle() {
        return refresher.isIdle();
    }
}

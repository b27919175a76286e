package io.pipestream.subscription;

import jakarta.inject.Singleton;

/** Makes the reconciler look when a test says so, where the scheduler is off. */
@Singleton
public class ReconcilerTicks {

    private final Reconciler reconciler;

    ReconcilerTicks(Reconciler reconciler) {
        this.reconciler = reconciler;
    }

    /** Begins what is due; {@link #isIdle()} tells when that is done. */
    public void tick() {
        reconciler.tick();
    }

    public boolean isIdle() {
        return reconciler.isIdle();
    }
}

package io.pipestream.replay;

import java.util.List;

import io.pipestream.journal.StretchReader;
import jakarta.inject.Singleton;

/** Keeps what replays that were begun have still to send. A plan keeps nothing: it may never be run. */
@Singleton
class ReplayReader implements StretchReader {

    private final RunRepository runs;

    ReplayReader(RunRepository runs) {
        this.runs = runs;
    }

    @Override
    public List<Unread> unread() {
        return runs.begun();
    }
}

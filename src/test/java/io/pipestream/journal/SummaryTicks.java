package io.pipestream.journal;

import jakarta.inject.Singleton;

/** Has the journal's full stretches noted when a test says so. */
@Singleton
public class SummaryTicks {

    private final SummaryRepository stretches;

    SummaryTicks(SummaryRepository stretches) {
        this.stretches = stretches;
    }

    public void note() {
        while (stretches.note(10) > 0) {
            // the next ones
        }
    }
}

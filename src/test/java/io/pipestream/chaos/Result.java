package io.pipestream.chaos;

import java.time.Duration;

/**
 * What came of a run.
 *
 * @param kills        processes that were killed
 * @param unsettled    what was not done in time; empty if everything was
 * @param fenced       relays that came too late and were refused by Kafka, as far as they lived to tell
 * @param failedStarts times that a replica gave up starting, because Postgres was away, and was started again
 * @param postgres     version of the server
 */
record Result(
        Trial.Plan plan,
        int kills,
        Answers.Count answers,
        Findings findings,
        String unsettled,
        long fenced,
        int failedStarts,
        Times times,
        String postgres) {

    /**
     * How long things took.
     *
     * @param disturbed from the first fault until the last was mended
     * @param loaded    the time of the load
     * @param settled   from the last answer until nothing waited any more
     */
    record Times(Duration disturbed, Duration loaded, Duration settled) {}

    boolean isGood() {
        return findings.isClean() && unsettled.isEmpty();
    }
}

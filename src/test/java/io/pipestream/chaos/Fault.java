package io.pipestream.chaos;

import java.time.Duration;
import java.util.Locale;

/**
 * One planned disturbance.
 *
 * @param number  from 1
 * @param pause   from the beginning of the one before, or of the run, to this one's
 * @param replica from 1; 0 where it is about no replica
 * @param hold    until it is mended
 */
record Fault(int number, Duration pause, Kind kind, int replica, Duration hold) {

    /** For the schedule. */
    String line() {
        return String.format(
                Locale.ROOT,
                "%4d  +%4.1f s  %s%s, for %.1f s",
                number,
                pause.toMillis() / 1e3,
                kind.text,
                replica == 0 ? "" : " (replica " + replica + ')',
                hold.toMillis() / 1e3);
    }
}

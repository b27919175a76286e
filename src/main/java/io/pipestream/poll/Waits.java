package io.pipestream.poll;

import java.time.Duration;
import java.time.Instant;

import io.pipestream.pipedrive.PipedriveRefusedException;
import io.pipestream.pipedrive.PipedriveRefusedException.Reason;

/** How long to leave Pipedrive alone after it, or our own budget, said no. Pure. */
final class Waits {

    static final Duration AFTER_FAILURE = Duration.ofSeconds(60);

    private static final Duration SHORT = Duration.ofSeconds(60);

    /** Somebody has to mend it; we look now and then whether that is done. */
    private static final Duration UNTIL_MENDED = Duration.ofMinutes(15);

    private Waits() {}

    static Instant after(PipedriveRefusedException refused, Instant now) {
        if (refused.reason() == Reason.BUDGET_SPENT) {
            // Of one purpose; another may have tokens left, and the timetable knows when ours comes back.
            return now.plus(SHORT);
        }
        var until = refused.until();
        if (until != null && until.isAfter(now)) {
            return until;
        }
        return now.plus(refused.mayPass() ? SHORT : UNTIL_MENDED);
    }
}

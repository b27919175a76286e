package io.pipestream.pipedrive;

import java.time.Instant;

/** We do not call an account until then. */
record Hold(Kind kind, Instant until) {

    enum Kind {
        /** Pipedrive's firewall answered. Nobody may call. */
        BLOCKED,
        /** The account's tokens are used up. Who waits may ask all the same: the account may have bought more. */
        DAY_SPENT
    }

    boolean isOver(Instant now) {
        return !until.isAfter(now);
    }
}

package io.pipestream.spool;

import java.time.Duration;

/** The times on which the order rests; see docs/adr/0010. They are no settings: all instances must have the same. */
final class Promise {

    /** How long a look may be relied on, from its start. */
    static final Duration GOOD_FOR = Duration.ofSeconds(2);

    /**
     * What was kept elsewhere more recently than this before a look does not spoil it: it is not answered while the look
     * is good. Without that a steady stream, some of it held at every moment, would never go directly again.
     */
    static final Duration SETTLED_WITHIN = Duration.ofSeconds(1);

    /** What is held is answered this long after its commit: every look that does not mind it is worthless by then. */
    static final Duration HELD_ANSWER = GOOD_FOR.plus(SETTLED_WITHIN);

    /**
     * What is spooled is answered this long after Kafka's acknowledgement: by then every look that does not mind it is
     * worthless, and so is every look that has relied on a row of its instance that was written before it.
     */
    static final Duration SPOOLED_ANSWER = GOOD_FOR.plus(GOOD_FOR);

    /** Added to the time of what is spooled when it is merged with what is held: the middle between the two answers. */
    static final Duration SPOOLED_LATER = SPOOLED_ANSWER.minus(HELD_ANSWER).dividedBy(2);

    /** What is drained must have been read from both places within this time, or an answer may lie between. */
    static final Duration READ_WITHIN = SPOOLED_ANSWER.minus(GOOD_FOR);

    /** An instance that has not written its row for this long spools no more. */
    static final Duration MAY_SPOOL_FOR = Duration.ofHours(24);

    /** A row that was not written for this long may be removed: its instance surely spools no more. */
    static final Duration FORGOTTEN_AFTER = Duration.ofHours(25);

    private Promise() {}
}

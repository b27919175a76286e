package io.pipestream.journal;

/** What became of a delivery, once it is durable. */
public enum Appended {
    /** It was news: there is an event now. */
    STORED,
    /** An event of this change was stored before. */
    DUPLICATE,
    /** It was kept for an operator. */
    QUARANTINED
}

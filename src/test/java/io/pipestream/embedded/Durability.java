package io.pipestream.embedded;

/** Whether a commit survives a power cut. */
public enum Durability {
    /** Every commit is on the disk before it is answered, as in production. */
    DURABLE,
    /** Commits are answered from memory: for tests, whose data nobody keeps. */
    FAST;

    String onOff() {
        return this == DURABLE ? "on" : "off";
    }
}

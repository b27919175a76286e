package io.pipestream.hook;

import java.time.Instant;

/** A call that has ended, and is not written down yet. */
record Outcome(Claim claim, Instant at, long millis, Answer answer) {}

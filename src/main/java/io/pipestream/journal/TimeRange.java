package io.pipestream.journal;

import java.time.Instant;

/** A stretch of time, from inclusive, until exclusive. What was there before there were partitions begins at no time. */
public record TimeRange(Instant from, Instant until) {

    boolean contains(Instant time) {
        return !time.isBefore(from) && time.isBefore(until);
    }
}

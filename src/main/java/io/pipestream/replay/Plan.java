package io.pipestream.replay;

import java.util.List;

import io.pipestream.journal.StretchRepository.Landmark;

/**
 * What a replay sends, fixed when it was asked for: whatever is stored later is no part of it.
 *
 * @param after   sequence number before its first event
 * @param through sequence number of its last one
 * @param bytes   of the records, estimated from the first of them
 * @param topics  that it writes to
 * @param seconds what it is expected to take
 */
record Plan(
        long after,
        long through,
        long count,
        long bytes,
        Landmark first,
        Landmark last,
        List<String> topics,
        long seconds) {}

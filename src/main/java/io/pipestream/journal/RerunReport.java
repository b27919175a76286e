package io.pipestream.journal;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What came of reading many of the deliveries in quarantine again.
 *
 * @param read       deliveries that were read again: the sum of the next three
 * @param stored     those of which there is an event now
 * @param duplicates those whose event was stored before
 * @param rejected   those that were not understood this time either
 * @param because    how many of these for which reason
 * @param skipped    polled rows, and what somebody else decided meanwhile
 * @param nextCursor hand it back to go on; null if nothing is left
 */
public record RerunReport(
        int read,
        int stored,
        int duplicates,
        int rejected,
        Map<String, Integer> because,
        int skipped,
        @Nullable String nextCursor) {}

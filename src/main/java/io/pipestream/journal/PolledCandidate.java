package io.pipestream.journal;

import io.pipestream.event.Observation;
import org.jspecify.annotations.Nullable;

/**
 * What a polled row may tell that is news. Both are of one record.
 *
 * @param created its addition; null unless that lies in the time that the caller reads
 * @param latest  its last change or its deletion; null if the row shows neither
 * @param raw     the row as it came; not copied, so not to be changed
 */
// As for deliveries: nobody changes the bytes and nobody compares candidates.
@SuppressWarnings("ArrayRecordComponent")
public record PolledCandidate(
        @Nullable Observation created, @Nullable Observation latest, byte[] raw) {

    /** Keeps customer data out of logs: the row is shown only by its length. */
    @Override
    public String toString() {
        return "PolledCandidate[" + created + ", " + latest + ", " + raw.length + " bytes]";
    }
}

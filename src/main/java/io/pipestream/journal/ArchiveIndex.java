package io.pipestream.journal;

import java.time.Instant;
import java.util.Optional;

/** Knows where events went that the journal has dropped. */
public interface ArchiveIndex {

    /** The name of an archive that has the event with this number and time of receipt; empty if none has. */
    Optional<String> archiveOf(long seq, Instant receivedAt);
}

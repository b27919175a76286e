package io.pipestream.normalise;

import io.pipestream.event.Observation;

/**
 * What came of reading one delivery. Sealed, so that a caller cannot forget the deliveries we do not understand: they
 * are values to keep, and a resend by Pipedrive would not mend them.
 */
public sealed interface Normalised {

    /** A change, in our words. */
    record Accepted(Observation observation) implements Normalised {}

    /**
     * A body we cannot read as a change.
     *
     * @param reason a fixed phrase, never text of the body: it becomes a log field and a metric tag
     */
    record Rejected(String reason) implements Normalised {}
}

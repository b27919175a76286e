package io.pipestream.journal;

import io.pipestream.event.Delivery;
import io.pipestream.event.Observation;

/** A delivery that was read: what becomes of it is decided, and not yet durable. */
public sealed interface Arrival {

    Delivery delivery();

    /** It tells of something. */
    record Understood(Delivery delivery, Observation observation) implements Arrival {}

    /**
     * It goes to quarantine.
     *
     * @param reason a fixed phrase, never text from the body
     */
    record Rejected(Delivery delivery, String reason) implements Arrival {}
}

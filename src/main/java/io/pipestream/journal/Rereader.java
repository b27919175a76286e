package io.pipestream.journal;

import io.pipestream.event.Delivery;

/** Reads a delivery of a webhook once more, as it would be read if it came now. Whoever reads deliveries provides it. */
public interface Rereader {

    /** Never throws, whatever the bytes are. */
    Arrival read(Delivery delivery);

    /** What was read is in the journal now. */
    void stored(Arrival arrival);
}

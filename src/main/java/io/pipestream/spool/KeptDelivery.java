package io.pipestream.spool;

import java.time.Instant;

import io.pipestream.event.Delivery;

/**
 * A delivery that waits to be drained, with what is needed to read it when its registration is gone.
 *
 * @param companyId of the connection
 * @param order     when it was received, by the clock of the instance that did; later for what was spooled
 */
record KeptDelivery(Delivery delivery, String companyId, Instant order) implements Merge.Kept {

    static KeptDelivery held(Delivery delivery, String companyId) {
        return new KeptDelivery(delivery, companyId, delivery.receivedAt());
    }

    static KeptDelivery spooled(Delivery delivery, String companyId) {
        return new KeptDelivery(delivery, companyId, delivery.receivedAt().plus(Promise.SPOOLED_LATER));
    }
}

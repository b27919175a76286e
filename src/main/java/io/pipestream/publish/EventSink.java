package io.pipestream.publish;

import java.util.List;

import io.pipestream.journal.PendingEvent;
import io.pipestream.journal.Published;

/** Where the relay hands events to. The seam behind which delivery becomes exactly-once. */
interface EventSink {

    /**
     * Sends the events and waits for Kafka's word on each.
     *
     * @param events one per record at most, for they may arrive in any order
     * @return where the settled events are now, dead letters included; the others must be sent again and before any
     *     later event of their record, for they may be in Kafka already
     * @throws SinkUnavailableException if Kafka does not answer; nothing was sent
     */
    List<Published> send(List<PendingEvent> events) throws InterruptedException;
}

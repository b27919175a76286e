package io.pipestream.journal;

import java.util.List;
import java.util.UUID;

/** A package that knows what happened to events after they were stored. A bean of this type is asked for each timeline. */
public interface TimelineSource {

    /**
     * What it knows of this event, in order.
     *
     * @param sequence the event's place in the journal
     */
    List<TimelineEntry> of(UUID eventId, long sequence);
}

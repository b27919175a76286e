package io.pipestream.journal;

import java.util.List;
import java.util.UUID;

import jakarta.inject.Singleton;

/** What an event's delivery went through before it was understood. */
@Singleton
class QuarantineTimeline implements TimelineSource {

    private final DecisionRepository decisions;

    QuarantineTimeline(DecisionRepository decisions) {
        this.decisions = decisions;
    }

    @Override
    public List<TimelineEntry> of(UUID eventId, long sequence) {
        return decisions.ofEvent(eventId).stream()
                .map(decision -> new TimelineEntry(decision.at(), "left_quarantine")
                        .with("by", decision.by())
                        .with("outcome", decision.outcome().word())
                        .with("corrected", decision.correctedBody() != null))
                .toList();
    }
}

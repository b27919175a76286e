package io.pipestream.hook;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.pipestream.hook.LogRepository.Logged;
import io.pipestream.journal.TimelineEntry;
import io.pipestream.journal.TimelineSource;
import jakarta.inject.Singleton;

/** Which hooks an event was sent to, and how each call ended. */
@Singleton
class HookTimeline implements TimelineSource {

    private final LogRepository log;

    HookTimeline(LogRepository log) {
        this.log = log;
    }

    @Override
    public List<TimelineEntry> of(UUID eventId, long sequence) {
        var entries = new ArrayList<TimelineEntry>();
        for (var logged : log.ofEvent(sequence)) {
            var delivery = logged.delivery();
            for (var attempt : delivery.attempts()) {
                entries.add(about(new TimelineEntry(attempt.at(), "hook_called"), logged)
                        .with("attempt", attempt.attempt())
                        .with("status", attempt.status())
                        .with("problem", attempt.problem()));
            }
            switch (delivery.state()) {
                case PENDING ->
                    entries.add(about(new TimelineEntry(null, "hook_waiting"), logged)
                            .with("next_attempt_at", delivery.nextAttemptAt()));
                case DELIVERED -> {}
                case GIVEN_UP -> entries.add(about(new TimelineEntry(delivery.settledAt(), "hook_given_up"), logged));
            }
        }
        return entries;
    }

    private static TimelineEntry about(TimelineEntry entry, Logged logged) {
        return entry.with("hook_id", logged.hookId())
                .with("delivery", logged.delivery().id())
                .with("replay_id", logged.delivery().replayId());
    }
}

package io.pipestream.replay;

import java.util.List;
import java.util.UUID;

import io.pipestream.journal.StretchRepository;
import io.pipestream.journal.TimelineEntry;
import io.pipestream.journal.TimelineSource;
import jakarta.inject.Singleton;

/**
 * Which replays an event was sent with. Nobody notes that for each event: those that have come past it are asked whether
 * it is one of theirs. So it is known when a replay began and not when it sent this one.
 */
@Singleton
class ReplayTimeline implements TimelineSource {

    /** Of an event that was replayed more often, the latest. */
    private static final int MOST = 100;

    private final ReplayRepository replays;
    private final StretchRepository journal;

    ReplayTimeline(ReplayRepository replays, StretchRepository journal) {
        this.replays = replays;
        this.journal = journal;
    }

    @Override
    public List<TimelineEntry> of(UUID eventId, long sequence) {
        var past = replays.past(sequence, MOST);
        if (past.isEmpty()) {
            return List.of();
        }
        return journal.at(sequence).stream()
                .flatMap(event -> past.reversed().stream()
                        .filter(replay -> journal.has(replay.stretch(), sequence, event.receivedAt())))
                .map(ReplayTimeline::entry)
                .toList();
    }

    private static TimelineEntry entry(Replay replay) {
        return new TimelineEntry(replay.startedAt(), "replayed")
                .with("replay_id", replay.id())
                .with("topic", replay.definition().target().ownTopic())
                .with("reason", replay.definition().reason())
                .with("asked_by", replay.definition().askedBy());
    }
}

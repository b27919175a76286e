package io.pipestream.replay;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.pipestream.journal.EventSelection;
import io.pipestream.replay.Replay.State;
import org.jspecify.annotations.Nullable;

/** A replay as the API and the pages show it. */
public record ReplayView(
        UUID id,
        State state,
        EventSelection selection,
        Target target,
        @Nullable Instant asOf,
        int rate,
        PlanView plan,
        ProgressView progress,
        String reason,
        String askedBy,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable String problem) {

    /** One of its events. */
    public record EventView(UUID id, Instant receivedAt) {}

    /**
     * What it would do.
     *
     * @param bytes estimated where there are many
     */
    public record PlanView(
            long count,
            long bytes,
            EventView first,
            EventView last,
            long estimatedSeconds,
            List<String> topics,
            List<String> consumersWillSee) {}

    /**
     * How far it is.
     *
     * @param sent         events that Kafka has, those that only left a dead letter included
     * @param deadLettered those of them that Kafka never takes
     * @param etaSeconds   null while it does not run
     */
    public record ProgressView(
            long sent,
            long of,
            long deadLettered,
            double perSecond,
            @Nullable Long etaSeconds) {}

    /** @param partitions of a topic that is made for it */
    static ReplayView of(Replay replay, int partitions) {
        var definition = replay.definition();
        var plan = replay.plan();
        return new ReplayView(
                replay.id(),
                replay.state(),
                definition.selection(),
                definition.target(),
                definition.asOf(),
                definition.rate(),
                new PlanView(
                        plan.count(),
                        plan.bytes(),
                        new EventView(plan.first().id(), plan.first().receivedAt()),
                        new EventView(plan.last().id(), plan.last().receivedAt()),
                        plan.seconds(),
                        plan.topics(),
                        Expectation.of(replay, partitions)),
                progress(replay),
                definition.reason(),
                definition.askedBy(),
                replay.createdAt(),
                replay.startedAt(),
                replay.endedAt(),
                replay.problem());
    }

    private static ProgressView progress(Replay replay) {
        var mark = replay.mark();
        var left = replay.plan().count() - mark.sent();
        var speed = replay.perSecond();
        var runs = replay.state() == State.RUNNING && speed > 0;
        return new ProgressView(
                mark.sent(),
                replay.plan().count(),
                mark.deadLettered(),
                Math.round(speed * 10) / 10.0,
                runs ? (Long) (long) Math.ceil(left / speed) : null);
    }
}

package io.pipestream.replay;

import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import io.pipestream.journal.EventSelection;
import io.pipestream.platform.Problems;
import io.pipestream.publish.PublishConfig;
import io.pipestream.replay.Replay.Definition;
import io.pipestream.replay.Replay.State;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;
import org.jspecify.annotations.Nullable;

/**
 * Replays as people plan and steer them. What cannot be done is an {@link io.quarkiverse.resteasy.problem.HttpProblem}
 * that says what to do.
 */
@Singleton
public class Replays {

    private static final int SHOWN = 100;

    private final ReplayRepository replays;
    private final Planner planner;
    private final ReplayWorker worker;
    private final ReplayConfig config;
    private final PublishConfig publish;
    private final Clock clock;

    Replays(
            ReplayRepository replays,
            Planner planner,
            ReplayWorker worker,
            ReplayConfig config,
            PublishConfig publish,
            Clock clock) {
        this.replays = replays;
        this.planner = planner;
        this.worker = worker;
        this.config = config;
        this.publish = publish;
        this.clock = clock;
    }

    /**
     * What somebody wants sent again.
     *
     * @param asOf    the state of the records then, into a compacted side topic; null for every event
     * @param rate    events a second; 0 for no limit, null for the configured one
     * @param reason  kept with it
     * @param askedBy the name of their access key
     */
    public record Wish(
            EventSelection selection,
            Target target,
            @Nullable Instant asOf,
            @Nullable Integer rate,
            String reason,
            String askedBy) {}

    /** Fixes what would be sent and keeps it; nothing is sent until it is {@link #run}. */
    public ReplayView plan(Wish wish) {
        var id = UUID.randomUUID();
        var definition = new Definition(
                wish.selection(),
                target(wish.target(), id),
                wish.asOf(),
                wish.rate() == null ? config.rate() : wish.rate(),
                wish.reason(),
                wish.askedBy());
        replays.add(id, definition, planner.plan(id, definition), clock.instant());
        return get(id);
    }

    /** At most 100. */
    public List<ReplayView> newest() {
        return replays.newest(SHOWN).stream()
                .map(replay -> ReplayView.of(replay, publish.topicPartitions()))
                .toList();
    }

    public ReplayView get(UUID id) {
        return ReplayView.of(load(id), publish.topicPartitions());
    }

    public ReplayView run(UUID id) {
        return move(id, EnumSet.of(State.PLANNED), State.RUNNING);
    }

    /** Within a second nothing more is sent. */
    public ReplayView pause(UUID id) {
        return move(id, EnumSet.of(State.RUNNING, State.WAITING), State.PAUSED);
    }

    public ReplayView resume(UUID id) {
        return move(id, EnumSet.of(State.PAUSED), State.RUNNING);
    }

    /** Within a second nothing more is sent. What was sent stays. */
    public ReplayView cancel(UUID id) {
        return move(id, EnumSet.of(State.PLANNED, State.RUNNING, State.WAITING, State.PAUSED), State.CANCELLED);
    }

    private ReplayView move(UUID id, Set<State> from, State to) {
        var now = clock.instant();
        var started = to == State.RUNNING ? now : null;
        var ended = to == State.CANCELLED ? now : null;
        if (!replays.move(id, from, to, started, ended)) {
            var state = load(id).state();
            throw Problems.of(
                    Status.CONFLICT,
                    "replay-state",
                    "The replay is " + state.word() + "; this needs one that is "
                            + String.join(" or ", from.stream().map(State::word).toList()) + '.');
        }
        worker.takeUp(id);
        return get(id);
    }

    private Target target(Target wanted, UUID id) {
        return switch (wanted) {
            case Target.Original original -> original;
            case Target.Hook hook -> hook;
            case Target.Side(var topic) -> new Target.Side(SideTopicName.of(topic, publish.topicPrefix(), id));
        };
    }

    private Replay load(UUID id) {
        return replays.find(id).orElseThrow(() -> Problems.notFound("replay", id));
    }
}

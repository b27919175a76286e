package io.pipestream.replay;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.pipestream.hook.HookReplays;
import io.pipestream.journal.Stretch;
import io.pipestream.journal.StretchRepository;
import io.pipestream.journal.StretchRepository.Extent;
import io.pipestream.journal.StretchRepository.Landmark;
import io.pipestream.platform.Problems;
import io.pipestream.publish.PublishConfig;
import io.pipestream.publish.ReplaySinks;
import io.pipestream.publish.SinkUnavailableException;
import io.pipestream.replay.Replay.Definition;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;
import org.jboss.logging.Logger;

/** Says what a replay would do, and fixes it: it ends where the journal ends now. */
@Singleton
class Planner {

    private static final Logger LOG = Logger.getLogger(Planner.class);

    /** So many records tell what a record is like; a large selection would have to be read from end to end otherwise. */
    private static final int SAMPLE = 5_000;

    /** Events a second, as long as none has been measured here. */
    private static final double GUESS = 5_000;

    private final StretchRepository journal;
    private final ReplayRepository replays;
    private final ReplaySinks sinks;
    private final HookReplays hooks;
    private final PublishConfig publish;
    private final Clock clock;

    Planner(
            StretchRepository journal,
            ReplayRepository replays,
            ReplaySinks sinks,
            HookReplays hooks,
            PublishConfig publish,
            Clock clock) {
        this.journal = journal;
        this.replays = replays;
        this.sinks = sinks;
        this.hooks = hooks;
        this.publish = publish;
        this.clock = clock;
    }

    /**
     * Reads every event that is selected once.
     *
     * @throws io.quarkiverse.resteasy.problem.HttpProblem if it cannot be done
     */
    Plan plan(UUID id, Definition definition) {
        checkState(definition);
        checkTarget(id, definition);
        var all = new Stretch(definition.selection(), 0, journal.end(), definition.asOf());
        var extents = journal.extents(all);
        if (extents.isEmpty()) {
            throw Problems.unprocessable(
                    "replay-empty",
                    "No stored event is selected. GET /api/events with the same filter shows what there is.");
        }
        var count = extents.stream().mapToLong(Extent::count).sum();
        var first = extents.stream().mapToLong(Extent::first).min().orElseThrow();
        var last = extents.stream().mapToLong(Extent::last).max().orElseThrow();
        var stretch = new Stretch(definition.selection(), first - 1, last, definition.asOf());
        return new Plan(
                stretch.after(),
                stretch.through(),
                count,
                Math.round(journal.meanBytes(stretch, SAMPLE) * count),
                landmark(first),
                landmark(last),
                topics(definition.target(), extents),
                seconds(count, definition.rate()));
    }

    private Landmark landmark(long seq) {
        return journal.at(seq)
                .orElseThrow(() -> new IllegalStateException("event number " + seq + " went while it was looked at"));
    }

    private List<String> topics(Target target, List<Extent> extents) {
        return switch (target) {
            case Target.Original() ->
                extents.stream()
                        .map(extent -> extent.type().topic(publish.topicPrefix()))
                        .sorted()
                        .toList();
            case Target.Side(var topic) -> topic == null ? List.of() : List.of(topic);
            case Target.Hook(var unused) -> List.of();
        };
    }

    private long seconds(long count, int rate) {
        var measured = replays.usualSpeed();
        var speed = measured > 0 ? measured : GUESS;
        return (long) Math.ceil(count / (rate == 0 ? speed : Math.min(speed, rate)));
    }

    /** The state of a record is what its last event says, so nothing may hide that one. */
    private void checkState(Definition definition) {
        var asOf = definition.asOf();
        if (asOf == null) {
            return;
        }
        var selection = definition.selection();
        var objections = new ArrayList<String>();
        if (!(definition.target() instanceof Target.Side)) {
            objections.add("needs a side topic");
        }
        if (asOf.isAfter(clock.instant())) {
            objections.add("lies in the future");
        }
        if (selection.action() != null
                || selection.trigger() != null
                || selection.from() != null
                || selection.until() != null
                || !selection.ids().isEmpty()) {
            objections.add("goes with company_id, object and record_id only");
        }
        if (!objections.isEmpty()) {
            throw Problems.of(
                    Status.BAD_REQUEST, "replay-as-of-invalid", "as_of " + String.join(", and ", objections) + '.');
        }
    }

    private void checkTarget(UUID id, Definition definition) {
        if (definition.target() instanceof Target.Hook(var hookId)) {
            hooks.check(hookId);
            return;
        }
        try {
            var objection = sinks.objection(definition.route(id));
            if (objection != null) {
                throw Problems.of(
                        Status.CONFLICT, "replay-topic-exists", objection + " Choose another name, or delete it.");
            }
        } catch (SinkUnavailableException e) {
            LOG.debugf(e, "topic not looked at; it is when the replay runs replay=%s", id);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problems.of(Status.SERVICE_UNAVAILABLE, "stopping", "The service is stopping. Try again.");
        }
    }
}

package io.pipestream.replay;

import java.net.URI;
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
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Publishes stored events again on request: planned first, then run, and stopped at any time. */
@Path("/api/replays")
@RolesAllowed("admin")
@RunOnVirtualThread
@Tag(name = "replays")
class ReplayResource {

    private static final int SHOWN = 100;

    /**
     * What a caller asks for.
     *
     * @param selection which events; an empty one selects all
     * @param asOf      the state of the records then, into a compacted side topic; null for every event
     * @param rate      events a second; 0 for no limit, null for the configured one
     * @param reason    kept with it
     * @param run       whether to run it at once
     */
    record Request(
            @NotNull EventSelection selection,
            @NotNull Target target,
            @Nullable Instant asOf,
            @Nullable @Min(0) @Max(1_000_000) Integer rate,
            @NotBlank @Size(max = 1000) String reason,
            boolean run) {}

    record Page(List<ReplayView> data) {}

    private final ReplayRepository replays;
    private final Planner planner;
    private final ReplayWorker worker;
    private final ReplayConfig config;
    private final PublishConfig publish;
    private final SecurityIdentity caller;
    private final Clock clock;

    ReplayResource(
            ReplayRepository replays,
            Planner planner,
            ReplayWorker worker,
            ReplayConfig config,
            PublishConfig publish,
            SecurityIdentity caller,
            Clock clock) {
        this.replays = replays;
        this.planner = planner;
        this.worker = worker;
        this.config = config;
        this.publish = publish;
        this.caller = caller;
        this.clock = clock;
    }

    @POST
    @Operation(summary = "Plan a replay: what would be sent, and what consumers would see; with run, also run it")
    public Response create(@NotNull @Valid Request request) {
        var id = UUID.randomUUID();
        var definition = new Definition(
                request.selection(),
                target(request.target(), id),
                request.asOf(),
                request.rate() == null ? config.rate() : request.rate(),
                request.reason(),
                caller.getPrincipal().getName());
        replays.add(id, definition, planner.plan(id, definition), clock.instant());
        if (request.run()) {
            move(id, EnumSet.of(State.PLANNED), State.RUNNING);
        }
        return Response.created(URI.create("/api/replays/" + id))
                .entity(view(id))
                .build();
    }

    @GET
    @Operation(summary = "The newest replays, at most 100")
    public Page list() {
        return new Page(replays.newest(SHOWN).stream()
                .map(replay -> ReplayView.of(replay, publish.topicPartitions()))
                .toList());
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One replay, its plan and how far it is")
    public ReplayView get(@PathParam("id") UUID id) {
        return view(id);
    }

    @POST
    @Path("{id}/run")
    @Operation(summary = "Run a planned replay")
    public ReplayView run(@PathParam("id") UUID id) {
        return move(id, EnumSet.of(State.PLANNED), State.RUNNING);
    }

    @POST
    @Path("{id}/pause")
    @Operation(summary = "Pause it; within a second nothing more is sent")
    public ReplayView pause(@PathParam("id") UUID id) {
        return move(id, EnumSet.of(State.RUNNING, State.WAITING), State.PAUSED);
    }

    @POST
    @Path("{id}/resume")
    @Operation(summary = "Go on with a paused one where it was")
    public ReplayView resume(@PathParam("id") UUID id) {
        return move(id, EnumSet.of(State.PAUSED), State.RUNNING);
    }

    @POST
    @Path("{id}/cancel")
    @Operation(summary = "End it; within a second nothing more is sent. What was sent stays")
    public ReplayView cancel(@PathParam("id") UUID id) {
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
        return view(id);
    }

    private Target target(Target wanted, UUID id) {
        return switch (wanted) {
            case Target.Original original -> original;
            case Target.Side(var topic) -> new Target.Side(SideTopicName.of(topic, publish.topicPrefix(), id));
        };
    }

    private ReplayView view(UUID id) {
        return ReplayView.of(load(id), publish.topicPartitions());
    }

    private Replay load(UUID id) {
        return replays.find(id).orElseThrow(() -> Problems.notFound("replay", id));
    }
}

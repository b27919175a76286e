package io.pipestream.hook;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Subscribes endpoints of workflows to triggers. */
@Path("/api/hooks")
@RolesAllowed("admin")
@RunOnVirtualThread
@Tag(name = "hooks")
class HookResource {

    record Page(List<HookView> data) {}

    /**
     * A secret, shown this once.
     *
     * @param formerSecretUntil until then the one before signs too
     */
    record NewSecret(String secret, @Nullable Instant formerSecretUntil) {}

    /** @param reason kept with it */
    record Disabling(@Nullable @Size(max = 1000) String reason) {}

    private final HookStore hooks;
    private final HookRules rules;
    private final HealthRepository healths;
    private final HookWorker worker;
    private final HookConfig config;
    private final Clock clock;

    HookResource(
            HookStore hooks,
            HookRules rules,
            HealthRepository healths,
            HookWorker worker,
            HookConfig config,
            Clock clock) {
        this.hooks = hooks;
        this.rules = rules;
        this.healths = healths;
        this.worker = worker;
        this.config = config;
        this.clock = clock;
    }

    @POST
    @Operation(summary = "Push a trigger to a URL from now on; the answer has the secret that signs, this once")
    public Response create(@NotNull @Valid HookWish wish) throws InterruptedException {
        var fill = rules.ofNew(wish);
        var secret = Signature.newSecret();
        var hook = hooks.add(secret, fill);
        worker.wake();
        return Response.created(URI.create("/api/hooks/" + hook.id))
                .entity(HookView.of(hook, Health.GOOD, 0, clock.instant(), secret))
                .build();
    }

    @GET
    @Operation(summary = "All hooks and how they are doing")
    public Page list() {
        var standings = healths.standings(null);
        return new Page(hooks.all().stream()
                .map(hook -> view(hook, standings.getOrDefault(hook.id, HealthRepository.Standing.NEW)))
                .toList());
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One hook")
    public HookView get(@PathParam("id") UUID id) {
        return view(hooks.get(id));
    }

    @PATCH
    @Path("{id}")
    @Operation(summary = "Change a hook; what is left out stays")
    public HookView change(@PathParam("id") UUID id, @NotNull @Valid HookWish wish) throws InterruptedException {
        var hook = hooks.change(id, rules.ofChange(wish));
        worker.wake();
        return view(hook);
    }

    @DELETE
    @Path("{id}")
    @Operation(summary = "Remove a hook and everything that was to be delivered to it")
    public void delete(@PathParam("id") UUID id) {
        hooks.remove(id);
    }

    @POST
    @Path("{id}/enable")
    @Operation(summary = "Go on with what waits, and with what happens from now on")
    public HookView enable(@PathParam("id") UUID id) {
        var hook = hooks.enable(id);
        worker.wake();
        return view(hook);
    }

    @POST
    @Path("{id}/disable")
    @Operation(summary = "Call it no more; what waits stays, what happens meanwhile is not kept for it")
    public HookView disable(@PathParam("id") UUID id, @Nullable @Valid Disabling disabling) {
        return view(hooks.disable(id, disabling == null ? null : disabling.reason()));
    }

    @POST
    @Path("{id}/secret")
    @Operation(summary = "A new secret; for pipestream.hook.secret-overlap calls are signed with both")
    public NewSecret rotate(@PathParam("id") UUID id) {
        var secret = Signature.newSecret();
        return new NewSecret(secret, hooks.rotate(id, secret, config.secretOverlap()).formerUntil);
    }

    private HookView view(Hook hook) {
        return view(hook, healths.standings(hook.id).getOrDefault(hook.id, HealthRepository.Standing.NEW));
    }

    private HookView view(Hook hook, HealthRepository.Standing standing) {
        return HookView.of(hook, standing.health(), standing.waiting(), clock.instant());
    }
}

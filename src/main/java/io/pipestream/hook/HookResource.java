package io.pipestream.hook;

import java.net.URI;
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

    /** @param reason kept with it */
    record Disabling(@Nullable @Size(max = 1000) String reason) {}

    private final Hooks hooks;

    HookResource(Hooks hooks) {
        this.hooks = hooks;
    }

    @POST
    @Operation(summary = "Push a trigger to a URL from now on; the answer has the secret that signs, this once")
    public Response create(@NotNull @Valid HookWish wish) throws InterruptedException {
        var added = hooks.add(wish);
        return Response.created(URI.create("/api/hooks/" + added.id()))
                .entity(added)
                .build();
    }

    @GET
    @Operation(summary = "All hooks and how they are doing")
    public Page list() {
        return new Page(hooks.all());
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One hook")
    public HookView get(@PathParam("id") UUID id) {
        return hooks.get(id);
    }

    @PATCH
    @Path("{id}")
    @Operation(summary = "Change a hook; what is left out stays")
    public HookView change(@PathParam("id") UUID id, @NotNull @Valid HookWish wish) throws InterruptedException {
        return hooks.change(id, wish);
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
        return hooks.enable(id);
    }

    @POST
    @Path("{id}/disable")
    @Operation(summary = "Call it no more; what waits stays, what happens meanwhile is not kept for it")
    public HookView disable(@PathParam("id") UUID id, @Nullable @Valid Disabling disabling) {
        return hooks.disable(id, disabling == null ? null : disabling.reason());
    }

    @POST
    @Path("{id}/secret")
    @Operation(summary = "A new secret; for pipestream.hook.secret-overlap calls are signed with both")
    public Hooks.NewSecret rotate(@PathParam("id") UUID id) {
        return hooks.rotate(id);
    }
}

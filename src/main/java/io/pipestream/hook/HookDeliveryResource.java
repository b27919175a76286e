package io.pipestream.hook;

import java.util.Locale;
import java.util.UUID;

import io.pipestream.hook.DeliveryLog.State;
import io.pipestream.platform.Limits;
import io.pipestream.platform.Problems;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response.Status;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What hooks were sent, and what came of it. */
@Path("/api/hooks/{hook}")
@RolesAllowed("admin")
@RunOnVirtualThread
@Tag(name = "hooks")
class HookDeliveryResource {

    private final Hooks hooks;

    HookDeliveryResource(Hooks hooks) {
        this.hooks = hooks;
    }

    @GET
    @Path("deliveries")
    @Operation(summary = "Deliveries with their attempts, newest first")
    public Hooks.Deliveries deliveries(
            @PathParam("hook") UUID hookId,
            @QueryParam("state") @Schema(enumeration = {"pending", "delivered", "given_up"}) @Nullable String state,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit")
                    @DefaultValue("100")
                    @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "1000")
                    String limit) {
        return hooks.deliveries(hookId, state(state), cursor, Limits.parse(limit));
    }

    @POST
    @Path("deliveries/{delivery}/redeliver")
    @Operation(summary = "Send it again now, under the same webhook-id, whatever became of it")
    public DeliveryLog redeliver(@PathParam("hook") UUID hookId, @PathParam("delivery") long id) {
        return hooks.redeliver(hookId, id);
    }

    @POST
    @Path("test")
    @Operation(summary = "Send a marked sample now, and tell what came of it; nothing is logged or tried again")
    public TestResult test(@PathParam("hook") UUID hookId) throws InterruptedException {
        return hooks.test(hookId);
    }

    private static @Nullable State state(@Nullable String word) {
        if (word == null || word.isEmpty()) {
            return null;
        }
        for (var state : State.values()) {
            if (state.word().equals(word.toLowerCase(Locale.ROOT))) {
                return state;
            }
        }
        throw Problems.of(
                Status.BAD_REQUEST,
                "state-invalid",
                "state is pending, delivered or given_up; without it all are shown.");
    }
}

package io.pipestream.hook;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import io.pipestream.hook.DeliveryLog.State;
import io.pipestream.platform.Cursor;
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

    /** @param nextCursor hand it back to read on; null on the last page */
    record Page(List<DeliveryLog> data, @Nullable String nextCursor) {}

    private final HookStore hooks;
    private final LogRepository log;
    private final HookTrial test;
    private final HookWorker worker;
    private final Clock clock;

    HookDeliveryResource(HookStore hooks, LogRepository log, HookTrial test, HookWorker worker, Clock clock) {
        this.hooks = hooks;
        this.log = log;
        this.test = test;
        this.worker = worker;
        this.clock = clock;
    }

    @GET
    @Path("deliveries")
    @Operation(summary = "Deliveries with their attempts, newest first")
    public Page deliveries(
            @PathParam("hook") UUID hookId,
            @QueryParam("state") @Schema(enumeration = {"pending", "delivered", "given_up"}) @Nullable String state,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit")
                    @DefaultValue("100")
                    @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "1000")
                    String limit) {
        var size = Limits.parse(limit);
        var before = Cursor.seq(cursor, Long.MAX_VALUE);
        hooks.get(hookId);
        var found = log.page(hookId, before, state(state), size + 1);
        return found.size() <= size
                ? new Page(found, null)
                : new Page(found.subList(0, size), Cursor.of(found.get(size - 1).id()));
    }

    @POST
    @Path("deliveries/{delivery}/redeliver")
    @Operation(summary = "Send it again now, under the same webhook-id, whatever became of it")
    public DeliveryLog redeliver(@PathParam("hook") UUID hookId, @PathParam("delivery") long id) {
        if (hooks.get(hookId).state == Hook.State.DISABLED) {
            throw Problems.of(Status.CONFLICT, "hook-disabled", "The hook is disabled: enable it first.");
        }
        if (!log.redeliver(hookId, id, clock.instant())) {
            throw Problems.notFound("hook-delivery", id);
        }
        worker.wake();
        var delivery = log.find(hookId, id);
        if (delivery == null) {
            throw Problems.notFound("hook-delivery", id);
        }
        return delivery;
    }

    @POST
    @Path("test")
    @Operation(summary = "Send a marked sample now, and tell what came of it; nothing is logged or tried again")
    public HookTrial.Result test(@PathParam("hook") UUID hookId) throws InterruptedException {
        return test.run(hooks.get(hookId));
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

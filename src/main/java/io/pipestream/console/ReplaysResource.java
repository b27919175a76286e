package io.pipestream.console;

import java.util.List;
import java.util.UUID;

import io.pipestream.event.Action;
import io.pipestream.event.Trigger;
import io.pipestream.hook.Hooks;
import io.pipestream.replay.Replays;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

/** Stored events sent again: planned, looked at, run, and stopped at any time. */
@Path("/console/replays")
@Console
@RolesAllowed("admin")
@RunOnVirtualThread
@Produces(Console.HTML)
class ReplaysResource {

    private static final String HERE = "/console/replays";

    private static final List<String> FIELDS = List.of(
            "object", "action", "record_id", "trigger", "company_id", "received_from", "received_until", "ids", "hook");

    private final Replays replays;
    private final Hooks hooks;
    private final SecurityIdentity caller;

    ReplaysResource(Replays replays, Hooks hooks, SecurityIdentity caller) {
        this.replays = replays;
        this.hooks = hooks;
        this.caller = caller;
    }

    @GET
    public TemplateInstance list() {
        var newest = replays.newest();
        return new ReplaysPage(newest, newest.stream().anyMatch(replay -> ReplayWords.moving(replay.state())));
    }

    @GET
    @Path("new")
    public TemplateInstance form(@Context UriInfo uri) {
        return new ReplayFormPage(
                Filters.of(uri.getQueryParameters(), FIELDS),
                List.of(Action.values()),
                List.of(Trigger.values()),
                hooks.all());
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response plan(@BeanParam ReplayForm form) {
        var planned = replays.plan(form.wish(caller.getPrincipal().getName()));
        return Pages.seeOther(HERE + '/' + planned.id(), "Planned. Nothing is sent until you run it.");
    }

    @GET
    @Path("{id}")
    public TemplateInstance show(@PathParam("id") UUID id) {
        return new ReplayPage(replays.get(id));
    }

    @POST
    @Path("{id}/run")
    public Response run(@PathParam("id") UUID id) {
        replays.run(id);
        return back(id, "It runs.");
    }

    @POST
    @Path("{id}/pause")
    public Response pause(@PathParam("id") UUID id) {
        replays.pause(id);
        return back(id, "Paused. Resume goes on where it was.");
    }

    @POST
    @Path("{id}/resume")
    public Response resume(@PathParam("id") UUID id) {
        replays.resume(id);
        return back(id, "It goes on.");
    }

    @POST
    @Path("{id}/cancel")
    public Response cancel(@PathParam("id") UUID id) {
        replays.cancel(id);
        return back(id, "Cancelled. What was sent before stays where it is.");
    }

    private static Response back(UUID id, String notice) {
        return Pages.seeOther(HERE + '/' + id, notice);
    }
}

package io.pipestream.console;

import java.util.List;
import java.util.Locale;
import java.util.UUID;

import io.pipestream.hook.DeliveryLog;
import io.pipestream.hook.Hooks;
import io.pipestream.hook.TestResult;
import io.pipestream.trigger.Triggers;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jspecify.annotations.Nullable;

/** Endpoints that triggers are pushed to: added, looked at, tried, stopped, removed. */
@Path("/console/hooks")
@Console
@RolesAllowed("admin")
@RunOnVirtualThread
@Produces(Console.HTML)
class HooksResource {

    private static final String HERE = "/console/hooks";

    private static final int PAGE = 25;

    private final Hooks hooks;
    private final Triggers triggers;

    HooksResource(Hooks hooks, Triggers triggers) {
        this.hooks = hooks;
        this.triggers = triggers;
    }

    @GET
    public TemplateInstance list() {
        return new HooksPage(hooks.all());
    }

    @GET
    @Path("new")
    public TemplateInstance form(@Context UriInfo uri) {
        return new HookFormPage(
                Filters.of(uri.getQueryParameters(), List.of("trigger", "url", "filter", "name")), triggers.all());
    }

    /** The page of the new hook, for its secret is nowhere else. */
    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public TemplateInstance add(@BeanParam HookForm form, @Context UriInfo uri) throws InterruptedException {
        var added = hooks.add(form.wish());
        return page(added.id(), uri, added.secret(), null);
    }

    @GET
    @Path("{id}")
    public TemplateInstance show(@PathParam("id") UUID id, @Context UriInfo uri) {
        return page(id, uri, null, null);
    }

    @POST
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response change(@PathParam("id") UUID id, @BeanParam HookForm form) throws InterruptedException {
        hooks.change(id, form.wish());
        return back(id, "Changed, for every call from now on.");
    }

    @POST
    @Path("{id}/test")
    public TemplateInstance test(@PathParam("id") UUID id, @Context UriInfo uri) throws InterruptedException {
        return page(id, uri, null, hooks.test(id));
    }

    @POST
    @Path("{id}/secret")
    public TemplateInstance rotate(@PathParam("id") UUID id, @Context UriInfo uri) {
        return page(id, uri, hooks.rotate(id).secret(), null);
    }

    @POST
    @Path("{id}/enable")
    public Response enable(@PathParam("id") UUID id) {
        hooks.enable(id);
        return back(id, "Enabled. It gets what waited, and what happens from now on.");
    }

    @POST
    @Path("{id}/disable")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response disable(@PathParam("id") UUID id, @FormParam("reason") @Nullable String reason) {
        hooks.disable(id, Inputs.within("Reason", Inputs.text(reason), 1000));
        return back(id, "Disabled. What waits stays; what happens from now on is not kept for it.");
    }

    @POST
    @Path("{id}/remove")
    public Response remove(@PathParam("id") UUID id) {
        hooks.remove(id);
        return Pages.seeOther(HERE, "Removed, with what was to be sent to it. The events stay.");
    }

    @POST
    @Path("{id}/deliveries/{delivery}/redeliver")
    public Response redeliver(@PathParam("id") UUID id, @PathParam("delivery") long delivery) {
        hooks.redeliver(id, delivery);
        return back(id, "It is being sent again, under the same webhook-id.");
    }

    private TemplateInstance page(UUID id, UriInfo uri, @Nullable String secret, @Nullable TestResult tried) {
        var here = HERE + '/' + id;
        MultivaluedMap<String, String> parameters = uri.getQueryParameters();
        var filters = Filters.of(parameters, List.of("state"));
        var cursor = parameters.getFirst("cursor");
        var page = hooks.deliveries(id, state(filters.value("state")), cursor, PAGE);
        return new HookPage(
                hooks.get(id),
                filters,
                page,
                page.nextCursor() == null ? null : filters.address(here, "cursor", page.nextCursor()),
                cursor == null ? null : filters.address(here),
                triggers.all(),
                secret,
                tried);
    }

    /** All for what is none: an address that was mistyped shows too much rather than nothing. */
    private static DeliveryLog.@Nullable State state(String word) {
        for (var state : DeliveryLog.State.values()) {
            if (state.word().equals(word.toLowerCase(Locale.ROOT))) {
                return state;
            }
        }
        return null;
    }

    private static Response back(UUID id, String notice) {
        return Pages.seeOther(HERE + '/' + id, notice);
    }
}

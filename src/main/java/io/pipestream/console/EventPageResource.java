package io.pipestream.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.pipestream.journal.Deliveries;
import io.pipestream.journal.EventSelection;
import io.pipestream.journal.Events;
import io.pipestream.journal.KeptBody;
import io.pipestream.journal.KeptDelivery;
import io.pipestream.platform.Problems;
import io.pipestream.replay.Replays;
import io.pipestream.replay.Target;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** One event: its way, what it says, what it was made of, and what changed by it. */
@Path("/console/events/{id:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}}")
@Console
@RolesAllowed("admin")
@RunOnVirtualThread
@Produces(Console.HTML)
class EventPageResource {

    private static final int DELIVERIES = 20;

    private static final int LONGEST_TEXT = 200_000;

    private static final ObjectReader JSON = new ObjectMapper()
            .readerFor(JsonNode.class)
            .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Events events;
    private final Deliveries deliveries;
    private final Replays replays;
    private final SecurityIdentity caller;

    EventPageResource(Events events, Deliveries deliveries, Replays replays, SecurityIdentity caller) {
        this.events = events;
        this.deliveries = deliveries;
        this.replays = replays;
        this.caller = caller;
    }

    /**
     * The page.
     *
     * @param delivery whose body to show; the first one's without it
     */
    @GET
    public TemplateInstance show(@PathParam("id") UUID id, @QueryParam("delivery") @Nullable String delivery) {
        var event = events.find(id).orElseThrow(() -> Problems.notFound("event", id));
        var previous = events.before(event).orElse(null);
        var told = deliveries.of(id, DELIVERIES);
        var shown = told.stream()
                .filter(one -> one.id().toString().equals(delivery))
                .findFirst()
                .orElse(told.isEmpty() ? null : told.getFirst());
        var bytes = shown == null ? null : bytes(shown);
        var body = bytes == null ? null : json(bytes);
        return new EventPage(
                event,
                Moments.of(events.timeline(id).orElse(List.of())),
                previous,
                previous == null ? List.of() : Differences.between(previous.object(), event.object()),
                told,
                shown,
                body,
                body == null ? text(bytes) : null);
    }

    /** The cell of a table that says where the event is. */
    @GET
    @Path("state")
    public TemplateInstance state(@PathParam("id") UUID id) {
        return new EventState(events.find(id).orElseThrow(() -> Problems.notFound("event", id)));
    }

    /** Once more to its topic, marked as a replay: its consumers read it again. */
    @POST
    @Path("redeliver")
    public Response redeliver(@PathParam("id") UUID id) {
        var event = events.find(id).orElseThrow(() -> Problems.notFound("event", id));
        var selection = new EventSelection(null, null, null, null, null, null, null, List.of(id));
        var reason = "redelivered from the page of " + event.subject();
        var planned = replays.plan(new Replays.Wish(
                selection,
                new Target.Original(),
                null,
                0,
                reason,
                caller.getPrincipal().getName()));
        replays.run(planned.id());
        return Pages.seeOther("/console/events/" + id, "It is being sent once more, as replay " + planned.id() + '.');
    }

    private byte @Nullable [] bytes(KeptDelivery delivery) {
        var body = deliveries.body(delivery.id()).orElse(null);
        return body instanceof KeptBody.Kept(var kept) ? kept : null;
    }

    private static @Nullable JsonNode json(byte[] bytes) {
        try {
            return JSON.readValue(bytes);
        } catch (IOException e) {
            return null;
        }
    }

    private static String text(byte @Nullable [] bytes) {
        if (bytes == null) {
            return "It was kept for pipestream.journal.keep-deliveries and then removed. The event is still there.";
        }
        var text = new String(bytes, StandardCharsets.UTF_8);
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
    }
}

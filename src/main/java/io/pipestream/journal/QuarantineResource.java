package io.pipestream.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.pipestream.journal.QuarantineFilter.State;
import io.pipestream.journal.QuarantineRepository.Quarantined;
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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.SecurityContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Deliveries that were kept but not understood, and what is done about them. */
@Path("/api/quarantine")
@RolesAllowed("admin")
@RunOnVirtualThread
@Tag(name = "quarantine")
class QuarantineResource {

    /** @param nextCursor hand it back to read on; null on the last page */
    record Page(List<Quarantined> data, @Nullable String nextCursor) {}

    /**
     * One of them, whole.
     *
     * @param headers   of the request, those that are kept
     * @param body      as it came, in Base64
     * @param text      the body as text; null if it is none
     * @param decisions all attempts, in their order
     */
    record Shown(
            @JsonUnwrapped Quarantined delivery,
            Map<String, String> headers,
            String body,
            @Nullable String text,
            List<Decision> decisions) {}

    /** @param body read in place of the original, which is kept; null or missing to read that */
    record Rerun(@Nullable String body) {}

    /**
     * Which ones to read again; what is missing does not matter.
     *
     * @param quarantinedBecause the reason as the list shows it
     * @param limit              of deliveries that are looked at; 1,000 if it is missing
     * @param cursor             of an earlier answer, to go on
     */
    record RerunAll(
            @Nullable String quarantinedBecause,
            @Nullable UUID registrationId,
            @Nullable Instant receivedFrom,
            @Nullable Instant receivedTo,
            @Nullable Integer limit,
            @Nullable String cursor) {}

    record Discard(@Nullable String reason) {}

    private final QuarantineRepository quarantine;
    private final DecisionRepository decisions;
    private final Quarantine each;
    private final QuarantineRerun all;

    QuarantineResource(
            QuarantineRepository quarantine, DecisionRepository decisions, Quarantine each, QuarantineRerun all) {
        this.quarantine = quarantine;
        this.decisions = decisions;
        this.each = each;
        this.all = all;
    }

    @GET
    @Operation(summary = "Quarantined deliveries, newest first")
    public Page list(
            @QueryParam("state") @Schema(enumeration = {"open", "rerun", "discarded", "all"}) @Nullable String state,
            @QueryParam("reason") @Nullable String reason,
            @QueryParam("registration_id") @Schema(format = "uuid") @Nullable String registrationId,
            @QueryParam("received_from") @Nullable String receivedFrom,
            @QueryParam("received_to") @Nullable String receivedTo,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit")
                    @DefaultValue("100")
                    @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "1000")
                    String limit) {
        var size = Limits.parse(limit);
        var filter = new QuarantineFilter(
                State.of(state),
                reason,
                Parameters.uuid("registration_id", registrationId),
                Parameters.instant("received_from", receivedFrom),
                Parameters.instant("received_to", receivedTo));
        var found = quarantine.page(filter, Moment.of(cursor), size + 1);
        if (found.size() <= size) {
            return new Page(found, null);
        }
        var last = found.get(size - 1);
        return new Page(found.subList(0, size), new Moment(last.receivedAt(), last.id()).cursor());
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One quarantined delivery as it came, and what was decided of it")
    public Shown get(@PathParam("id") UUID id) {
        var delivery = quarantine.find(id).orElseThrow(() -> Problems.notFound("quarantine", id));
        var whole = quarantine.whole(id).orElseThrow(() -> Problems.notFound("quarantine", id));
        return new Shown(
                delivery,
                whole.headers(),
                Base64.getEncoder().encodeToString(whole.body()),
                text(whole.body()),
                decisions.ofDelivery(id));
    }

    @POST
    @Path("{id}/rerun")
    @Operation(summary = "Read it again with today's normaliser, or read a corrected body in its place")
    public Decision rerun(@PathParam("id") UUID id, @Nullable Rerun correction, @Context SecurityContext caller) {
        var body = correction == null || correction.body() == null
                ? null
                : correction.body().getBytes(UTF_8);
        return each.rerun(id, body, name(caller));
    }

    @POST
    @Path("rerun")
    @Operation(summary = "Read all of them again, or those of a filter: as many as some seconds allow at once")
    public QuarantineRerun.Report rerunAll(@Nullable RerunAll wanted, @Context SecurityContext caller) {
        var given = wanted == null ? new RerunAll(null, null, null, null, null, null) : wanted;
        var filter = new QuarantineFilter(
                State.OPEN,
                given.quarantinedBecause(),
                given.registrationId(),
                given.receivedFrom(),
                given.receivedTo());
        var limit = given.limit() == null ? 1000 : Limits.parse(given.limit().toString());
        return all.rerun(filter, Moment.of(given.cursor()), limit, name(caller));
    }

    @POST
    @Path("{id}/discard")
    @Operation(summary = "Put it aside for good; it stays findable")
    public Decision discard(@PathParam("id") UUID id, @Nullable Discard discard, @Context SecurityContext caller) {
        var reason = discard == null ? null : discard.reason();
        if (reason == null || reason.isBlank()) {
            throw Problems.of(Status.BAD_REQUEST, "reason-missing", "reason says why it is worth nothing.");
        }
        return each.discard(id, reason.strip(), name(caller));
    }

    private static String name(SecurityContext caller) {
        return caller.getUserPrincipal().getName();
    }

    private static @Nullable String text(byte[] body) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}

package io.pipestream.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.pipestream.journal.QuarantineFilter.State;
import io.pipestream.platform.Problems;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;
import org.jspecify.annotations.Nullable;

/**
 * Quarantine as an operator sees it, and what they do about it. What cannot be done is an {@link
 * io.quarkiverse.resteasy.problem.HttpProblem} that says what to do.
 */
@Singleton
public class QuarantineDesk {

    private final QuarantineRepository quarantine;
    private final DecisionRepository decisions;
    private final Quarantine each;
    private final QuarantineRerun all;

    QuarantineDesk(
            QuarantineRepository quarantine, DecisionRepository decisions, Quarantine each, QuarantineRerun all) {
        this.quarantine = quarantine;
        this.decisions = decisions;
        this.each = each;
        this.all = all;
    }

    /**
     * A page of the list.
     *
     * @param nextCursor hand it back to read on; null on the last page
     */
    public record Page(List<Quarantined> data, @Nullable String nextCursor) {}

    /**
     * One of them, whole.
     *
     * @param headers   of the request, those that are kept
     * @param body      as it came, in Base64
     * @param text      the body as text; null if it is none
     * @param decisions all attempts, in their order
     */
    public record Shown(
            @JsonUnwrapped Quarantined delivery,
            Map<String, String> headers,
            String body,
            @Nullable String text,
            List<Decision> decisions) {}

    /**
     * What a caller asks for.
     *
     * @param given what was given under {@code state}, {@code reason}, {@code registration_id}, {@code received_from} and
     *     {@code received_to}; null for what was not. Without a state it is open ones
     */
    public QuarantineFilter filter(Function<String, @Nullable String> given) {
        return new QuarantineFilter(
                State.of(given.apply("state")),
                given.apply("reason"),
                Parameters.uuid("registration_id", given.apply("registration_id")),
                Parameters.instant("received_from", given.apply("received_from")),
                Parameters.instant("received_to", given.apply("received_to")));
    }

    /** Newest first. */
    public Page page(QuarantineFilter filter, @Nullable String cursor, int size) {
        var found = quarantine.page(filter, Moment.of(cursor), size + 1);
        if (found.size() <= size) {
            return new Page(found, null);
        }
        var last = found.get(size - 1);
        return new Page(found.subList(0, size), new Moment(last.receivedAt(), last.id()).cursor());
    }

    public Shown get(UUID id) {
        var delivery = quarantine.find(id).orElseThrow(() -> Problems.notFound("quarantine", id));
        var whole = quarantine.whole(id).orElseThrow(() -> Problems.notFound("quarantine", id));
        return new Shown(
                delivery,
                whole.headers(),
                Base64.getEncoder().encodeToString(whole.body()),
                text(whole.body()),
                decisions.ofDelivery(id));
    }

    /**
     * Reads it again with today's normaliser.
     *
     * @param corrected read in place of the original, which is kept; null to read that
     */
    public Decision rerun(UUID id, @Nullable String corrected, String by) {
        return each.rerun(id, corrected == null ? null : corrected.getBytes(UTF_8), by);
    }

    /** As many as some seconds allow, of those that are open, from a cursor on. */
    public RerunReport rerunAll(QuarantineFilter filter, @Nullable String cursor, int limit, String by) {
        var open = new QuarantineFilter(
                State.OPEN, filter.reason(), filter.registrationId(), filter.receivedFrom(), filter.receivedTo());
        return all.rerun(open, Moment.of(cursor), limit, by);
    }

    /** Puts it aside for good; it stays findable. */
    public Decision discard(UUID id, @Nullable String reason, String by) {
        if (reason == null || reason.isBlank()) {
            throw Problems.of(Status.BAD_REQUEST, "reason-missing", "reason says why it is worth nothing.");
        }
        return each.discard(id, reason.strip(), by);
    }

    private static @Nullable String text(byte[] body) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}

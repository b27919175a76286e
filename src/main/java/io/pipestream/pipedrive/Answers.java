package io.pipestream.pipedrive;

import java.time.Clock;
import java.time.Instant;
import java.util.function.Supplier;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.pipedrive.PipedriveRefusedException.Reason;
import org.jspecify.annotations.Nullable;

/** Reads what Pipedrive answers: JSON of two shapes, or its firewall's page. */
final class Answers {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Clock clock;
    private final Supplier<Instant> midnight;

    /** @param midnight when the account has tokens again once the day's are spent */
    Answers(Clock clock, Supplier<Instant> midnight) {
        this.clock = clock;
        this.midnight = midnight;
    }

    /** @throws PipedriveRefusedException if the answer says that Pipedrive is down */
    Reply unlessDown(Reply reply) {
        if (reply.status() >= 500) {
            throw refusal(reply);
        }
        return reply;
    }

    /** @throws PipedriveRefusedException unless the answer is a success that can be read */
    ObjectNode read(Reply reply) {
        if (reply.status() / 100 != 2) {
            throw refusal(reply);
        }
        var answer = parse(reply.body());
        if (answer == null) {
            throw new PipedriveRefusedException(Reason.UNREADABLE, "status " + reply.status(), null);
        }
        return answer;
    }

    private PipedriveRefusedException refusal(Reply reply) {
        var answer = parse(reply.body());
        var said = answer == null ? null : said(answer);
        return switch (reason(reply, answer)) {
            case RATE_LIMITED ->
                PipedriveRefusedException.until(
                        Reason.RATE_LIMITED, clock.instant().plus(reply.limits().reset()));
            case DAY_SPENT -> PipedriveRefusedException.until(Reason.DAY_SPENT, midnight.get());
            case Reason reason -> new PipedriveRefusedException(reason, said, null);
        };
    }

    private static Reason reason(Reply reply, @Nullable ObjectNode answer) {
        return switch (reply.status()) {
            case 400 -> Reason.INVALID;
            case 401 -> Reason.UNAUTHORISED;
            case 402 -> Reason.ACCOUNT_CLOSED;
            case 403 -> answer == null ? Reason.BLOCKED : Reason.FORBIDDEN;
            case 404, 410 -> Reason.NOT_FOUND;
            case 422 -> Reason.LIMIT_REACHED;
            case 429 -> reply.limits().isDaySpent() ? Reason.DAY_SPENT : Reason.RATE_LIMITED;
            default -> reply.status() >= 500 ? Reason.UNAVAILABLE : Reason.INVALID;
        };
    }

    /** Pipedrive's words, in whichever of its shapes they came. */
    static @Nullable String said(ObjectNode answer) {
        if (answer.path("error").isTextual()) {
            return answer.get("error").asText();
        }
        if (answer.path("message").isTextual()) {
            return answer.get("message").asText();
        }
        return answer.has("errors") ? answer.get("errors").toString() : null;
    }

    /** Null for anything but a JSON object, Cloudflare's page for one. */
    static @Nullable ObjectNode parse(String body) {
        try {
            return JSON.readTree(body) instanceof ObjectNode object ? object : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}

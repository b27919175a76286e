package io.pipestream.replay;

import java.util.UUID;
import java.util.regex.Pattern;

import io.pipestream.platform.Problems;
import jakarta.ws.rs.core.Response.Status;
import org.jspecify.annotations.Nullable;

/** The name of a replay's own topic: any that Kafka takes, but for those that are or may become somebody else's. */
final class SideTopicName {

    /** Kafka takes 249; a dead-letter topic adds an ending. */
    private static final Pattern LEGAL = Pattern.compile("[a-zA-Z0-9._-]{1,240}");

    private SideTopicName() {}

    /**
     * The name that was asked for, or one after the replay.
     *
     * @param prefix of all topics of ours
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 400 if it must not be that
     */
    static String of(@Nullable String wanted, String prefix, UUID replayId) {
        var ours = prefix + ".replay.";
        if (wanted == null) {
            return ours + replayId;
        }
        var isTaken = wanted.startsWith(prefix + '.') && !wanted.startsWith(ours);
        if (!LEGAL.matcher(wanted).matches() || wanted.matches("\\.{1,2}") || wanted.endsWith(".dlq") || isTaken) {
            throw Problems.of(
                    Status.BAD_REQUEST,
                    "replay-topic-invalid",
                    "target.topic has at most 240 of the characters a-z, A-Z, 0-9, '.', '_' and '-', does not end in .dlq, and does not begin with %s. unless with %s, for those are the topics of events. Leave it out for a name of its own."
                            .formatted(prefix, ours));
        }
        return wanted;
    }
}

package io.pipestream.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What to replay, where to, how fast and why. */
final class ReplayRequest {

    @Mixin
    private Selection selection = new Selection();

    @Option(names = "--id", paramLabel = "EVENT", description = "An event by its id; may be repeated.")
    private List<String> ids = new ArrayList<>();

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            description = "To this topic, made for it, and not to the original ones.")
    private @Nullable String topic;

    @Option(names = "--hook", paramLabel = "HOOK", description = "To this hook, by its id, and to no topic.")
    private @Nullable String hook;

    @Option(
            names = "--as-of",
            paramLabel = "TIME",
            converter = Times.class,
            description = "The state of records as of then, on a compacted topic: needs --topic.")
    private @Nullable Instant asOf;

    @Option(names = "--rate", paramLabel = "N", description = "Events a second at most (default: the service's).")
    private @Nullable Integer rate;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; kept with the replay. Needed.")
    private @Nullable String reason;

    /** Whether none of these options was given. */
    boolean isEmpty() {
        return selection.json(ids).isEmpty()
                && topic == null
                && hook == null
                && asOf == null
                && rate == null
                && reason == null;
    }

    ObjectNode json(Verb verb, boolean run) {
        if (reason == null || reason.isBlank()) {
            throw verb.badParameter("say why with --reason TEXT; it is kept with the replay");
        }
        if (asOf != null && topic == null) {
            throw verb.badParameter("--as-of makes a topic of its own: name it with --topic");
        }
        if (hook != null && topic != null) {
            throw verb.badParameter("give --topic or --hook, and not both");
        }
        var json = Api.JSON.createObjectNode();
        json.set("selection", selection.json(ids));
        json.set("target", target());
        json.put("as_of", asOf == null ? null : asOf.toString());
        if (rate != null) {
            json.put("rate", rate);
        }
        return json.put("reason", reason).put("run", run);
    }

    private ObjectNode target() {
        var target = Api.JSON.createObjectNode();
        if (hook != null) {
            return target.put("kind", "hook").put("id", hook);
        }
        return topic == null
                ? target.put("kind", "original")
                : target.put("kind", "side").put("topic", topic);
    }
}

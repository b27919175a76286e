package io.pipestream.cli;

import java.util.Locale;

import com.fasterxml.jackson.databind.JsonNode;

/** A replay for people. */
final class ReplayText {

    private ReplayText() {}

    static void show(Output output, JsonNode replay) {
        if (output.json()) {
            output.document(replay);
            return;
        }
        output.out()
                .println(Output.clean(Column.text(replay, "id")) + "  " + output.state(Column.text(replay, "state")));
        line(output, "reason", Column.text(replay, "reason"));
        var plan = replay.path("plan");
        line(
                output,
                "events",
                Column.text(plan, "count") + ", " + bytes(plan.path("bytes").asLong()));
        line(output, "first", event(plan.path("first")));
        line(output, "last", event(plan.path("last")));
        line(output, "takes", seconds(plan.path("estimated_seconds").asLong()));
        plan.path("topics").forEach(topic -> line(output, "topic", topic.asText()));
        plan.path("consumers_will_see").forEach(sentence -> line(output, "consumers", sentence.asText()));
        if (replay.path("progress").path("sent").asLong() > 0) {
            line(output, "progress", progress(replay));
        }
        line(output, "problem", Column.text(replay, "problem"));
    }

    /** {@code 1200 of 5000, 480/s, 8 s left}. */
    static String progress(JsonNode replay) {
        var progress = replay.path("progress");
        var text = Column.text(progress, "sent") + " of " + Column.text(progress, "of");
        if (progress.hasNonNull("per_second")) {
            text += ", " + Math.round(progress.path("per_second").asDouble()) + "/s";
        }
        if (progress.hasNonNull("eta_seconds")) {
            text += ", " + seconds(progress.path("eta_seconds").asLong()) + " left";
        }
        return text;
    }

    private static void line(Output output, String name, String text) {
        if (!text.isEmpty()) {
            output.line(String.format(Locale.ROOT, "  %-10s %s", name, text));
        }
    }

    private static String event(JsonNode event) {
        return event.hasNonNull("id") ? Column.text(event, "received_at") + "  " + Column.text(event, "id") : "";
    }

    private static String bytes(long bytes) {
        return bytes < 1_000_000 ? bytes / 1_000 + " KB" : String.format(Locale.ROOT, "%.1f MB", bytes / 1_000_000.0);
    }

    private static String seconds(long seconds) {
        return seconds < 120 ? seconds + " s" : seconds / 60 + " min";
    }
}

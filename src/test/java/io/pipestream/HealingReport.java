package io.pipestream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import io.pipestream.support.TopicSummary;

/** The figures of a {@link HealingIT}: how much trouble there was, and what became of it. */
final class HealingReport {

    private final Map<String, Object> lines = new LinkedHashMap<>();

    HealingReport(JsonNode sandbox, List<JsonNode> gaps, Instant troubleEnded, Instant healed) {
        add("changes", changes(sandbox) + " as " + sandbox.path("loads"));
        add("chaos", sandbox.path("chaos").path("done"));
        add("deliveries", sandbox.path("deliveries"));
        add("tokens", sandbox.path("tokens").path("total_used"));
        add(
                "gaps",
                gaps.stream()
                        .collect(Collectors.groupingBy(
                                gap -> gap.path("cause").asText(), TreeMap::new, Collectors.counting())));
        add(
                "found in gaps",
                gaps.stream().mapToLong(gap -> gap.path("found").asLong()).sum());
        add("last gap closed after", Duration.between(troubleEnded, lastClosed(gaps, troubleEnded)));
        add("all known after", Duration.between(troubleEnded, healed));
    }

    /** Additions, updates and deletions of all loads so far. */
    static int changes(JsonNode sandbox) {
        var sum = 0;
        for (var load : sandbox.path("loads")) {
            sum += load.path("created").asInt()
                    + load.path("updated").asInt()
                    + load.path("deleted").asInt();
        }
        return sum;
    }

    HealingReport add(String name, Object value) {
        lines.put(name, value);
        return this;
    }

    HealingReport topics(Map<String, TopicSummary> topics) {
        topics.forEach((name, topic) -> add(name, topic.records() + " by " + topic.paths()));
        return this;
    }

    /** Prints it, and leaves it beside the other results of the build. */
    void write() throws IOException {
        var text = lines.entrySet().stream()
                .map(line -> line.getKey() + ": " + line.getValue())
                .collect(Collectors.joining("\n  ", "healing\n  ", "\n"));
        Files.writeString(Path.of("target", "healing.txt"), text, UTF_8);
        System.out.print(text);
    }

    private static Instant lastClosed(List<JsonNode> gaps, Instant otherwise) {
        return gaps.stream()
                .map(gap -> gap.path("closed_at").asText(""))
                .filter(closed -> !closed.isEmpty())
                .map(Instant::parse)
                .max(Instant::compareTo)
                .orElse(otherwise);
    }
}

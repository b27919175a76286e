package io.pipestream.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A run's figures, for the terminal and for machines. */
record Report(Result result, Versions versions) {

    /**
     * One figure.
     *
     * @param name  for machines
     * @param text  for people
     * @param value a number, a text, or numbers by what they are of
     */
    record Figure(String name, String text, Object value) {

        /** A number as people write it. */
        String shown() {
            return switch (value) {
                case Long number -> String.format(Locale.ROOT, "%,d", number);
                case Double number -> String.format(Locale.ROOT, "%.1f", number);
                default -> value.toString();
            };
        }
    }

    /** All of them, what was done first, then what must be 0, then the rest. */
    List<Figure> figures() {
        var figures = new ArrayList<Figure>();
        figures.addAll(conditions());
        figures.addAll(verdict());
        figures.addAll(circumstances());
        return figures;
    }

    private List<Figure> conditions() {
        var plan = result.plan();
        var faults = new LinkedHashMap<String, Long>();
        plan.schedule().counts().forEach((kind, count) -> faults.put(kind.text, (long) count));
        return List.of(
                new Figure("seed", "seed", Long.toString(plan.schedule().seed())),
                new Figure("replicas", "replicas", (long) plan.replicas()),
                new Figure("records", "deals changed side by side", (long) plan.records()),
                new Figure("rate_limit", "deliveries a second at most", plan.rate()),
                new Figure("kills", "processes killed with -9", (long) result.kills()),
                new Figure("faults", "faults", faults),
                new Figure(
                        "disturbed_seconds",
                        "seconds from the first fault to the last repair",
                        seconds(result.times().disturbed())),
                new Figure(
                        "load_seconds",
                        "seconds of load",
                        seconds(result.times().loaded())),
                new Figure(
                        "answered_per_second",
                        "changes answered 2xx per second",
                        result.findings().answered()
                                / Math.max(1, seconds(result.times().loaded()))));
    }

    /** What must be 0, and what it is compared with. */
    List<Figure> verdict() {
        var found = result.findings();
        return List.of(
                new Figure("sent", "changes sent", found.sent()),
                new Figure("answered", "changes answered 2xx", found.answered()),
                new Figure("in_journal", "events in Postgres", found.inJournal()),
                new Figure("in_topics", "committed records in Kafka", found.inTopics()),
                new Figure("lost", "lost: answered 2xx and missing in Kafka or in Postgres", lost()),
                new Figure("duplicates", "duplicates: in Kafka more than once", found.duplicates()),
                new Figure("out_of_order", "out of order within their record", found.outOfOrder()),
                new Figure("unexpected", "unexpected: never sent", found.unexpected()),
                new Figure("only_in_journal", "in Postgres and not in Kafka", found.onlyInJournal()),
                new Figure("only_in_topics", "in Kafka and not in Postgres", found.onlyInTopics()),
                new Figure("different", "not the same in Kafka and in Postgres", found.different()),
                new Figure("dead_letters", "dead letters", found.deadLetters()),
                new Figure("quarantined", "in quarantine", found.quarantined()));
    }

    private List<Figure> circumstances() {
        var answers = result.answers();
        return List.of(
                new Figure("unsettled", "not done in the end", result.unsettled()),
                new Figure(
                        "settled_seconds",
                        "seconds from the last answer until nothing waited any more",
                        seconds(result.times().settled())),
                new Figure(
                        "uncommitted_extra",
                        "aborted copies that a reader of uncommitted records sees",
                        result.findings().uncommittedExtra()),
                new Figure("fenced", "relays that Kafka refused because they had been replaced", result.fenced()),
                new Figure("refused", "answers other than 2xx", refused()),
                new Figure("first_attempts_refused", "of these, first attempts", answers.firstAttemptsRefused()),
                new Figure("connections_failed", "connections refused or broken", answers.unconnected()),
                new Figure(
                        "connections_failed_of_undisturbed",
                        "of these, by a replica that was left alone",
                        answers.unconnectedThoughUp()),
                new Figure("unanswered", "requests without an answer within 10 s", answers.unanswered()),
                new Figure(
                        "failed_starts", "starts of a replica that had to be repeated", (long) result.failedStarts()));
    }

    private Map<String, Long> refused() {
        var refused = new LinkedHashMap<String, Long>();
        result.answers().refused().forEach((status, bySituation) -> {
            for (var situation : Situation.values()) {
                if (bySituation.containsKey(situation)) {
                    refused.put(status + ", " + situation.text, bySituation.get(situation));
                }
            }
        });
        return refused;
    }

    /** A line for each figure; numbers of the same kind are indented below their name. */
    String table() {
        return figures().stream().map(Report::lines).collect(Collectors.joining("\n"));
    }

    private static String lines(Figure figure) {
        if (figure.value() instanceof Map<?, ?> parts) {
            return line(figure.text(), parts.isEmpty() ? "0" : "")
                    + parts.entrySet().stream()
                            .map(part -> '\n'
                                    + line("  " + part.getKey(), part.getValue().toString()))
                            .collect(Collectors.joining());
        }
        return line(figure.text(), figure.shown());
    }

    private static String line(String text, String value) {
        return String.format(Locale.ROOT, "  %-62s %s", text, value);
    }

    Map<String, Object> json() {
        var json = new LinkedHashMap<String, Object>();
        json.put("good", result.isGood());
        figures().forEach(figure -> json.put(figure.name(), figure.value()));
        json.put("examples", result.findings().examples());
        json.put("versions", versions.byName());
        return json;
    }

    private long lost() {
        return Math.max(result.findings().lostFromJournal(), result.findings().lostFromTopics());
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1e3;
    }
}

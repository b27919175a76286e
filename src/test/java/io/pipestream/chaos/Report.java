package io.pipestream.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A run's figures, for the terminal and for machines. */
record Report(Result result, Versions versions) {

    /**
     * One figure.
     *
     * @param name  for machines
     * @param text  for people
     * @param value a number or a text
     */
    record Figure(String name, String text, Object value) {

        /** As people write it. */
        String shown() {
            return switch (value) {
                case Long number -> String.format(Locale.ROOT, "%,d", number);
                case Double number -> String.format(Locale.ROOT, "%.1f", number);
                default -> value.toString();
            };
        }
    }

    /** What was done. */
    List<Figure> conditions() {
        var plan = result.plan();
        var load = seconds(result.times().loaded());
        return List.of(
                new Figure("seed", "seed", Long.toString(plan.schedule().seed())),
                new Figure("replicas", "replicas", (long) plan.replicas()),
                new Figure("records", "deals changed side by side", (long) plan.records()),
                new Figure("rate_limit", "deliveries a second at most", plan.rate()),
                new Figure("kills", "processes killed with -9", (long) result.kills()),
                new Figure(
                        "disturbed_seconds",
                        "seconds of faults",
                        seconds(result.times().disturbed())),
                new Figure("load_seconds", "seconds of load", load),
                new Figure(
                        "answered_per_second",
                        "changes answered 2xx per second",
                        result.findings().answered() / Math.max(1, load)));
    }

    /** How many faults of which kind. */
    Map<String, Long> faults() {
        var faults = new LinkedHashMap<String, Long>();
        result.plan().schedule().counts().forEach((kind, count) -> faults.put(kind.text, (long) count));
        return faults;
    }

    /** What came out: four numbers that must agree, and what must be 0. */
    List<Figure> outcome() {
        var found = result.findings();
        var lost = Math.max(found.lostFromJournal(), found.lostFromTopics());
        return List.of(
                new Figure("sent", "changes sent", found.sent()),
                new Figure("answered", "changes answered 2xx", found.answered()),
                new Figure("in_journal", "events in PostgreSQL", found.inJournal()),
                new Figure("in_topics", "committed records in Kafka", found.inTopics()),
                new Figure("lost", "lost: answered 2xx and missing in Kafka or in PostgreSQL", lost),
                new Figure("duplicates", "duplicates: in Kafka more than once", found.duplicates()),
                new Figure("out_of_order", "out of order within their record", found.outOfOrder()),
                new Figure("unexpected", "unexpected: never sent", found.unexpected()),
                new Figure("only_in_journal", "in PostgreSQL and not in Kafka", found.onlyInJournal()),
                new Figure("only_in_topics", "in Kafka and not in PostgreSQL", found.onlyInTopics()),
                new Figure("different", "not the same in Kafka and in PostgreSQL", found.different()),
                new Figure("dead_letters", "dead letters", found.deadLetters()),
                new Figure("quarantined", "in quarantine", found.quarantined()),
                new Figure(
                        "unsettled",
                        "not done in the end",
                        result.unsettled().isEmpty() ? "nothing" : result.unsettled()));
    }

    /** What else is worth knowing. */
    List<Figure> circumstances() {
        var answers = result.answers();
        return List.of(
                new Figure(
                        "settled_seconds",
                        "seconds from the last answer until nothing waited any more",
                        seconds(result.times().settled())),
                new Figure(
                        "uncommitted_extra",
                        "aborted copies, for a reader of uncommitted records",
                        result.findings().uncommittedExtra()),
                new Figure("fenced", "relays fenced by Kafka, as far as they lived to tell", result.fenced()),
                new Figure("answers_refused", "answers other than 2xx", answers.refusals()),
                new Figure("first_attempts_refused", "of these, first attempts", answers.firstAttemptsRefused()),
                new Figure("connections_failed", "connections refused or broken", answers.unconnected()),
                new Figure(
                        "connections_failed_of_undisturbed",
                        "of these, by a replica that was left alone",
                        answers.unconnectedThoughUp()),
                new Figure("unanswered", "requests without an answer within 10 s", answers.silences()),
                new Figure(
                        "failed_starts", "starts of a replica that had to be repeated", (long) result.failedStarts()));
    }

    /** Answers other than 2xx, and none at all, by what the replica could reach. */
    Map<String, Long> refused() {
        var refused = new LinkedHashMap<String, Long>();
        result.answers()
                .refused()
                .forEach((status, bySituation) -> refused.putAll(rows(status.toString(), bySituation)));
        refused.putAll(rows("no answer", result.answers().unanswered()));
        return refused;
    }

    private static Map<String, Long> rows(String answer, Map<Situation, Long> bySituation) {
        var rows = new LinkedHashMap<String, Long>();
        for (var situation : Situation.values()) {
            if (bySituation.containsKey(situation)) {
                rows.put(answer + ", " + situation.text, bySituation.get(situation));
            }
        }
        return rows;
    }

    /** For the terminal. */
    String table() {
        var lines = new ArrayList<String>();
        conditions().forEach(figure -> lines.add(line(figure.text(), figure.shown())));
        faults().forEach((kind, count) -> lines.add(line("  " + kind, count.toString())));
        outcome().forEach(figure -> lines.add(line(figure.text(), figure.shown())));
        circumstances().forEach(figure -> lines.add(line(figure.text(), figure.shown())));
        refused().forEach((answer, count) -> lines.add(line("  " + answer, count.toString())));
        return String.join("\n", lines);
    }

    /** For machines. */
    Map<String, Object> json() {
        var json = new LinkedHashMap<String, Object>();
        json.put("good", result.isGood());
        conditions().forEach(figure -> json.put(figure.name(), figure.value()));
        json.put("faults", faults());
        outcome().forEach(figure -> json.put(figure.name(), figure.value()));
        circumstances().forEach(figure -> json.put(figure.name(), figure.value()));
        json.put("refused", refused());
        json.put("examples", result.findings().examples());
        json.put("versions", versions.byName());
        return json;
    }

    private static String line(String text, String value) {
        return String.format(Locale.ROOT, "  %-62s %s", text, value);
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1e3;
    }
}

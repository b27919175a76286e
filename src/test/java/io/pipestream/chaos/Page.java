package io.pipestream.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import io.pipestream.chaos.Report.Figure;

/** The page of the documentation: a text that stays, with the figures of one run in it. */
record Page(Report report) {

    private static final String TEMPLATE = "/chaos/reliability.md";

    String markdown() throws IOException {
        try (var in = Page.class.getResourceAsStream(TEMPLATE)) {
            if (in == null) {
                throw new IOException("no " + TEMPLATE + " on the class path");
            }
            return fill(new String(in.readAllBytes(), UTF_8));
        }
    }

    private String fill(String template) {
        var result = report.result();
        var versions = report.versions();
        return template.replace("{{day}}", versions.day().toString())
                .replace("{{commit}}", versions.commit())
                .replace("{{verdict}}", verdict())
                .replace("{{command}}", command())
                .replace(
                        "{{minutes}}",
                        Long.toString(Math.max(
                                1, Math.round(result.times().disturbed().toSeconds() / 60.0))))
                .replace("{{versions}}", rows(versions.byName()))
                .replace("{{faults}}", rows(report.faults()))
                .replace("{{conditions}}", rows(report.conditions()))
                .replace("{{outcome}}", rows(report.outcome()))
                .replace("{{circumstances}}", rows(report.circumstances()))
                .replace("{{refusals}}", refusals())
                .replace("{{examples}}", examples());
    }

    /** What came out, in a sentence. */
    private String verdict() {
        var result = report.result();
        var found = result.findings();
        if (result.isGood()) {
            return String.format(
                    Locale.ROOT,
                    "**Of %,d changes that were answered 2xx, none was lost, none was doubled and none was out of"
                            + " order.\n%,d processes were killed meanwhile.**",
                    found.answered(),
                    result.kills());
        }
        return String.format(
                Locale.ROOT,
                "**This run found faults: %,d lost, %,d duplicates, %,d out of order, of %,d changes that were answered 2xx.**",
                Math.max(found.lostFromJournal(), found.lostFromTopics()),
                found.duplicates(),
                found.outOfOrder(),
                found.answered());
    }

    private String command() {
        var plan = report.result().plan();
        return String.format(
                Locale.ROOT,
                "./pipestream chaos --kills %d --minutes %.1f --seed %d --replicas %d --records %d --rate %.0f",
                plan.schedule().kills(),
                plan.schedule().length().toMillis() / 60e3,
                plan.schedule().seed(),
                plan.replicas(),
                plan.records(),
                plan.rate());
    }

    private String refusals() {
        var refused = report.refused();
        return refused.isEmpty()
                ? "Every answer was a 2xx."
                : "| answers other than 2xx | |\n|---|---|\n" + rows(refused);
    }

    private String examples() {
        var examples = report.result().findings().examples();
        return examples.isEmpty()
                ? ""
                : "\nSome of what is wrong:\n\n"
                        + examples.stream()
                                .map(example -> "- " + example + '\n')
                                .collect(Collectors.joining());
    }

    private static String rows(List<Figure> figures) {
        return figures.stream()
                .map(figure -> row(figure.text(), figure.shown()))
                .collect(Collectors.joining("\n"));
    }

    private static String rows(Map<String, ?> parts) {
        return parts.entrySet().stream()
                .map(part -> row(part.getKey(), part.getValue().toString()))
                .collect(Collectors.joining("\n"));
    }

    private static String row(String text, String value) {
        return "| " + text + " | " + value + " |";
    }
}

package io.pipestream.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a large journal costs.
 *
 * @param events  that it had at the end
 * @param empty   all windows of the service that began with none, as one
 * @param large   and of the one with many
 * @param answers to what was asked of that
 */
record LargeReport(long events, Window empty, Window large, List<Questions.Answer> answers) {

    private static final double SLOWEST_MILLIS = 100;

    private static final double SLOWEST_RATIO = 0.9;

    double ratio() {
        return large.perSecond() / empty.perSecond();
    }

    /** Whether deliveries are kept nearly as fast, and every call that need not read records is answered in time. */
    boolean isGood() {
        return ratio() >= SLOWEST_RATIO && answers.stream().noneMatch(LargeReport::isLate);
    }

    String table() {
        var lines = new ArrayList<String>();
        lines.add(String.format(Locale.ROOT, "  %-36s %,d", "events", events));
        lines.add(String.format(Locale.ROOT, "  %-36s %.0f", "empty journal, req/s", empty.perSecond()));
        lines.add(String.format(Locale.ROOT, "  %-36s %.0f", "large journal, req/s", large.perSecond()));
        lines.add(String.format(Locale.ROOT, "  %-36s %.2f", "ratio", ratio()));
        lines.add(String.format(
                Locale.ROOT,
                "  %-36s %.1f, %.1f",
                "p99 ms, empty and large",
                empty.percentile(99),
                large.percentile(99)));
        lines.add(String.format(Locale.ROOT, "  %-36s %8s %8s %8s", "", "p50 ms", "p95 ms", "max ms"));
        answers.forEach(answer -> lines.add("  " + line(answer)));
        return String.join("\n", lines);
    }

    /** A line of the table. */
    static String line(Questions.Answer answer) {
        return String.format(
                Locale.ROOT,
                "%-36s %8.1f %8.1f %8.1f%s",
                answer.name(),
                millis(answer, 50),
                millis(answer, 95),
                millis(answer, 100),
                isLate(answer) ? "  LATE" : answer.reads() ? "  reads records" : "");
    }

    Map<String, Object> json() {
        var json = new LinkedHashMap<String, Object>();
        json.put("processors", Runtime.getRuntime().availableProcessors());
        json.put("events", events);
        json.put("empty_per_second", empty.perSecond());
        json.put("large_per_second", large.perSecond());
        json.put("ratio", ratio());
        json.put("empty_failed", empty.failed());
        json.put("large_failed", large.failed());
        var calls = new LinkedHashMap<String, Object>();
        answers.forEach(answer -> calls.put(
                answer.name(),
                Map.of("p50_ms", millis(answer, 50), "p95_ms", millis(answer, 95), "max_ms", millis(answer, 100))));
        json.put("calls", calls);
        json.put("good", isGood());
        return json;
    }

    private static boolean isLate(Questions.Answer answer) {
        return !answer.reads() && millis(answer, 95) >= SLOWEST_MILLIS;
    }

    private static double millis(Questions.Answer answer, double percent) {
        return answer.microseconds().getValueAtPercentile(percent) / 1000.0;
    }
}

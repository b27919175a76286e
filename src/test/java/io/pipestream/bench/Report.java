package io.pipestream.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.pipestream.bench.CpuTime.Part;

/**
 * The result.
 *
 * @param floor   both windows of the floor as one
 * @param floorCpu   processor time in them
 * @param product both windows of the service as one
 * @param productCpu processor time in them, until Kafka had everything
 * @param rounds  what each window of the service left to Kafka
 * @param kept    deliveries answered 204 over the whole run, the warm-up included
 * @param topic   what the topic holds of them
 */
record Report(
        int connections,
        Window floor,
        CpuTime floorCpu,
        Window product,
        CpuTime productCpu,
        List<Round> rounds,
        long kept,
        TopicTally.Count topic) {

    /**
     * A window of the service seen from Kafka.
     *
     * @param behind       of all events, how many were not readable in the topic when the load ended
     * @param drainSeconds until all were acknowledged
     */
    record Round(Window window, long behind, double drainSeconds) {

        /** Records that reached Kafka, per second of load and draining together. */
        double publishedPerSecond() {
            return window.kept() / (window.seconds() + drainSeconds);
        }
    }

    double ratio() {
        return product.perSecond() / floor.perSecond();
    }

    /** Whether every delivery answered 204 is in the topic, once. */
    boolean isExact() {
        return topic.records() == kept && topic.distinct() == kept;
    }

    private long behind() {
        return rounds.stream().mapToLong(Round::behind).max().orElse(0);
    }

    private double drainSeconds() {
        return rounds.stream().mapToDouble(Round::drainSeconds).max().orElse(0);
    }

    private double publishedPerSecond() {
        return rounds.stream().mapToDouble(Round::publishedPerSecond).average().orElse(0);
    }

    String table() {
        return String.join(
                "\n",
                row("", "floor", "product"),
                row("req/s", "%.0f".formatted(floor.perSecond()), "%.0f".formatted(product.perSecond())),
                row("ratio", "", "%.2f".formatted(ratio())),
                row("p50 ms", "%.1f".formatted(floor.percentile(50)), "%.1f".formatted(product.percentile(50))),
                row("p99 ms", "%.1f".formatted(floor.percentile(99)), "%.1f".formatted(product.percentile(99))),
                row(
                        "processor us / request",
                        micros(floorCpu.micros(floor.kept())),
                        micros(productCpu.micros(product.kept()))),
                row("  service", Part.SERVICE),
                row("    of it compiling", Part.JIT),
                row("  postgres", Part.POSTGRES),
                row("  kafka", Part.KAFKA),
                row("  load", Part.LOAD),
                row("not 204", Long.toString(floor.failed()), Long.toString(product.failed())),
                row("events behind at end", "", Long.toString(behind())),
                row("drained after s", "", "%.1f".formatted(drainSeconds())),
                row("published/s", "", "%.0f".formatted(publishedPerSecond())),
                row("answered 204", "", Long.toString(kept)),
                row("records in the topic", "", Long.toString(topic.records())),
                row("distinct", "", Long.toString(topic.distinct())));
    }

    /** The same for a machine; times in milliseconds and seconds as the names say. */
    Map<String, Object> json() {
        var json = new LinkedHashMap<String, Object>();
        json.put("processors", Runtime.getRuntime().availableProcessors());
        json.put("jdk", Runtime.version().toString());
        json.put("connections", connections);
        json.put("seconds", product.seconds());
        json.put("floor_per_second", floor.perSecond());
        json.put("product_per_second", product.perSecond());
        json.put("ratio", ratio());
        json.put("floor_p50_ms", floor.percentile(50));
        json.put("floor_p99_ms", floor.percentile(99));
        json.put("product_p50_ms", product.percentile(50));
        json.put("product_p99_ms", product.percentile(99));
        for (var part : Part.values()) {
            var name = part.name().toLowerCase(Locale.ROOT);
            json.put("floor_cpu_us_" + name, floorCpu.micros(part, floor.kept()));
            json.put("product_cpu_us_" + name, productCpu.micros(part, product.kept()));
        }
        json.put("floor_failed", floor.failed());
        json.put("product_failed", product.failed());
        json.put("events_behind_at_end", behind());
        json.put("drain_seconds", drainSeconds());
        json.put("published_per_second", publishedPerSecond());
        json.put("answered_204", kept);
        json.put("records_in_topic", topic.records());
        json.put("distinct_in_topic", topic.distinct());
        json.put("exact", isExact());
        return json;
    }

    private String row(String name, Part part) {
        return row(name, micros(floorCpu.micros(part, floor.kept())), micros(productCpu.micros(part, product.kept())));
    }

    private static String micros(double micros) {
        return "%.0f".formatted(micros);
    }

    private static String row(String name, String floor, String product) {
        return String.format(Locale.ROOT, "  %-22s %10s %10s", name, floor, product);
    }
}

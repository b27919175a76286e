package io.pipestream.console;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.console.MinuteRepository.Bucket;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** The figures of the last hour, day or week as {@code charts.js} draws them. */
@Singleton
class Charts {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final MinuteRepository minutes;
    private final Clock clock;

    Charts(MinuteRepository minutes, Clock clock) {
        this.minutes = minutes;
        this.clock = clock;
    }

    /** How far a chart looks back, and what one point of it stands for. */
    public enum Span {
        HOUR(Duration.ofHours(1), Duration.ofMinutes(1), "a minute"),
        DAY(Duration.ofDays(1), Duration.ofMinutes(15), "15 minutes"),
        WEEK(Duration.ofDays(7), Duration.ofHours(2), "2 hours");

        private final Duration back;
        private final Duration point;
        private final String pointInWords;

        Span(Duration back, Duration point, String pointInWords) {
            this.back = back;
            this.point = point;
            this.pointInWords = pointInWords;
        }

        /** As an address has it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public String pointInWords() {
            return pointInWords;
        }

        /** The hour if it is none. */
        static Span of(@Nullable String word) {
            return Stream.of(values())
                    .filter(span -> span.word().equals(word))
                    .findFirst()
                    .orElse(HOUR);
        }
    }

    /**
     * A chart.
     *
     * @param data as the script reads it
     * @param inWords what it shows, for who does not see it
     */
    public record Chart(String title, JsonNode data, String inWords) {}

    /** What a span comes to, and its charts. */
    public record Drawn(long events, Map<Figure, Long> byFigure, long duplicates, List<Chart> charts) {

        public long of(String figure) {
            return byFigure.getOrDefault(Figure.valueOf(figure), 0L);
        }
    }

    private record Line(String label, Function<@Nullable Bucket, @Nullable Double> value, Figure figure) {}

    Drawn draw(Span span) {
        var from = floor(clock.instant().minus(span.back), span.point);
        var buckets = minutes.series(from, span.point);
        var sums =
                buckets.stream().collect(Collectors.groupingBy(Bucket::figure, Collectors.summingLong(Bucket::count)));
        var events = Stream.of(Figure.NEW_DEAL, Figure.NEW_NOTE, Figure.NEW_ORGANIZATION, Figure.OTHER)
                .mapToLong(figure -> sums.getOrDefault(figure, 0L))
                .sum();
        var duplicates = sums.getOrDefault(Figure.DUPLICATE, 0L);
        var charts = List.of(
                chart(
                        "Events by trigger, in " + span.pointInWords,
                        events + " events",
                        span,
                        from,
                        buckets,
                        "",
                        List.of(
                                new Line("New deal", Charts::count, Figure.NEW_DEAL),
                                new Line("New note", Charts::count, Figure.NEW_NOTE),
                                new Line("New organization", Charts::count, Figure.NEW_ORGANIZATION),
                                new Line("Other", Charts::count, Figure.OTHER))),
                chart(
                        "From the change to Kafka, on average",
                        mean(sums.getOrDefault(Figure.FRESHNESS, 0L), buckets),
                        span,
                        from,
                        buckets,
                        " s",
                        List.of(new Line("Seconds", Charts::mean, Figure.FRESHNESS))),
                chart(
                        "Duplicates recognised, in " + span.pointInWords,
                        duplicates + " duplicates",
                        span,
                        from,
                        buckets,
                        "",
                        List.of(new Line("Duplicates", Charts::count, Figure.DUPLICATE))),
                chart(
                        "Waiting for Kafka, at most",
                        "at most "
                                + buckets.stream()
                                        .filter(bucket -> bucket.figure() == Figure.BACKLOG)
                                        .mapToLong(Bucket::most)
                                        .max()
                                        .orElse(0)
                                + " events",
                        span,
                        from,
                        buckets,
                        "",
                        List.of(new Line("Events", Charts::most, Figure.BACKLOG))));
        return new Drawn(events, sums, duplicates, charts);
    }

    /** The mean seconds from a change to Kafka in the last minutes; null if nothing was published. */
    @Nullable
    Double freshness(Duration back) {
        var found = minutes.series(MinuteKeeper.minute(clock.instant().minus(back)), Duration.ofMinutes(1)).stream()
                .filter(bucket -> bucket.figure() == Figure.FRESHNESS)
                .toList();
        var count = found.stream().mapToLong(Bucket::count).sum();
        return count == 0
                ? null
                : (Double) (found.stream().mapToDouble(Bucket::total).sum() / count);
    }

    private Chart chart(
            String title,
            String inWords,
            Span span,
            Instant from,
            List<Bucket> buckets,
            String unit,
            List<Line> lines) {
        var at = new ArrayList<Instant>();
        for (var time = from; !time.isAfter(clock.instant()); time = time.plus(span.point)) {
            at.add(time);
        }
        var data = JSON.objectNode();
        var times = data.putArray("at");
        at.forEach(time -> times.add(time.getEpochSecond()));
        data.put("unit", unit).put("days", span != Span.HOUR && span != Span.DAY);
        var series = data.putArray("series");
        lines.forEach(line -> series.add(series(line, at, buckets)));
        return new Chart(title, data, title + ": " + inWords);
    }

    private static ObjectNode series(Line line, List<Instant> at, List<Bucket> buckets) {
        var byTime = buckets.stream()
                .filter(bucket -> bucket.figure() == line.figure())
                .collect(Collectors.toMap(Bucket::at, Function.identity()));
        var series = JSON.objectNode().put("label", line.label());
        var values = series.putArray("values");
        at.forEach(time -> values.add(line.value().apply(byTime.get(time))));
        return series;
    }

    private static @Nullable Double count(@Nullable Bucket bucket) {
        return bucket == null ? 0.0 : (double) bucket.count();
    }

    private static @Nullable Double most(@Nullable Bucket bucket) {
        return bucket == null ? 0.0 : (double) bucket.most();
    }

    /** Nothing, and not zero, where nothing was published. */
    private static @Nullable Double mean(@Nullable Bucket bucket) {
        return bucket == null || bucket.count() == 0 ? null : (Double) (bucket.total() / bucket.count());
    }

    private static String mean(long count, List<Bucket> buckets) {
        var total = buckets.stream()
                .filter(bucket -> bucket.figure() == Figure.FRESHNESS)
                .mapToDouble(Bucket::total)
                .sum();
        return count == 0 ? "nothing was published" : String.format(Locale.ENGLISH, "%.1f seconds", total / count);
    }

    /** As {@code date_bin} does from a Monday's midnight on. */
    static Instant floor(Instant at, Duration step) {
        return Instant.ofEpochSecond(Math.floorDiv(at.getEpochSecond(), step.toSeconds()) * step.toSeconds());
    }
}

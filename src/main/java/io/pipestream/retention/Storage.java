package io.pipestream.retention;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.pipestream.journal.DropRepository;
import io.pipestream.journal.Partition;
import io.pipestream.journal.PartitionRepository;
import io.pipestream.journal.RetentionConfig;
import io.pipestream.journal.SizeRepository;
import io.pipestream.retention.Archive.Kind;
import io.pipestream.retention.SampleRepository.Sample;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** How large everything is and becomes; measured at once for people, and now and then for the meters. */
@Singleton
class Storage {

    private static final Duration LOOK_BACK = Duration.ofDays(30);

    private final PartitionRepository partitions;
    private final DropRepository drops;
    private final Needs needs;
    private final SizeRepository sizes;
    private final ArchiveRepository archives;
    private final SampleRepository samples;
    private final RetentionConfig config;
    private final Clock clock;
    private volatile @Nullable View latest;

    Storage(
            PartitionRepository partitions,
            DropRepository drops,
            Needs needs,
            SizeRepository sizes,
            ArchiveRepository archives,
            SampleRepository samples,
            RetentionConfig config,
            Clock clock,
            MeterRegistry meters) {
        this.partitions = partitions;
        this.drops = drops;
        this.needs = needs;
        this.sizes = sizes;
        this.archives = archives;
        this.samples = samples;
        this.config = config;
        this.clock = clock;
        for (var what : What.values()) {
            Gauge.builder("pipestream.storage.bytes", () -> bytes(what))
                    .tag("what", what.word())
                    .baseUnit("bytes")
                    .register(meters);
        }
        Gauge.builder("pipestream.storage.days.left", this::daysLeft).register(meters);
        Gauge.builder("pipestream.partitions.ahead", this::secondsAhead)
                .baseUnit("seconds")
                .register(meters);
    }

    /**
     * One partition.
     *
     * @param from     null if it began at no time
     * @param rows     about
     * @param dropping {@code no}, {@code needed} (it is old, and has what must not be dropped), {@code due} or {@code begun}
     */
    record Part(
            String name,
            Kind of,
            @Nullable Instant from,
            Instant until,
            long rows,
            long bytes,
            @Nullable Instant keptUntil,
            String dropping) {}

    /** @param daysLeft null if it does not grow */
    record Forecast(long capacityBytes, @Nullable Double daysLeft) {}

    record Whole(long rows, long bytes) {}

    /**
     * Everything.
     *
     * @param keys     of all events there ever were
     * @param growth   null before two days were measured
     * @param forecast null if {@code pipestream.journal.capacity} is not set or the growth is not known
     */
    record View(
            List<Part> partitions,
            Whole keys,
            long publicationBytes,
            long recordBytes,
            long databaseBytes,
            Whole archives,
            @Nullable Growth growth,
            @Nullable Forecast forecast) {}

    /** Measures for the meters, and once a day for the growth. */
    void measure(Instant now) {
        var size = sizes.sizes();
        samples.add(new Sample(now, size.database(), size.lastNumber()));
        latest = view(now);
    }

    View view() {
        return view(clock.instant());
    }

    private View view(Instant now) {
        var size = sizes.sizes();
        var current = new Sample(now, size.database(), size.lastNumber());
        var growth = samples.oldestSince(now.minus(LOOK_BACK))
                .map(sample -> Growth.between(sample, current))
                .orElse(null);
        var due = config.keepEvents().map(keep -> drops.due(now, keep)).orElseGet(java.util.Set::of);
        var files = archives.all();
        return new View(
                partitions.list().stream()
                        .map(partition -> part(partition, due.contains(partition.name())))
                        .toList(),
                new Whole(size.keyRows(), size.keys()),
                size.publications(),
                size.horizons(),
                size.database(),
                new Whole(
                        files.stream().mapToLong(Archive::rows).sum(),
                        files.stream().mapToLong(Archive::bytes).sum()),
                growth,
                forecast(growth, size.database()));
    }

    private @Nullable Forecast forecast(@Nullable Growth growth, long bytes) {
        if (growth == null || config.capacity().isEmpty()) {
            return null;
        }
        var capacity = config.capacity().get().asLongValue();
        return new Forecast(capacity, growth.daysUntil(capacity, bytes));
    }

    private Part part(Partition partition, boolean isDue) {
        var from = partition.range().from();
        return new Part(
                partition.name(),
                Kind.of(partition.parent()),
                from.isBefore(Instant.EPOCH) ? null : from,
                partition.range().until(),
                partition.rows(),
                partition.bytes(),
                partition.keptUntil(),
                partition.isDropping() ? "begun" : !isDue ? "no" : needs.of(partition) != null ? "needed" : "due");
    }

    private double bytes(What what) {
        var view = latest;
        if (view == null) {
            return Double.NaN;
        }
        return switch (what) {
            case EVENTS -> bytes(view, Kind.EVENTS);
            case DELIVERIES -> bytes(view, Kind.DELIVERIES);
            case KEYS -> view.keys.bytes;
            case PUBLICATIONS -> view.publicationBytes;
            case DATABASE -> view.databaseBytes;
            case ARCHIVES -> view.archives.bytes;
        };
    }

    private static double bytes(View view, Kind kind) {
        return view.partitions.stream()
                .filter(part -> part.of == kind)
                .mapToLong(Part::bytes)
                .sum();
    }

    private double daysLeft() {
        var view = latest;
        var forecast = view == null ? null : view.forecast;
        var days = forecast == null ? null : forecast.daysLeft;
        return days == null ? Double.NaN : days;
    }

    private double secondsAhead() {
        var view = latest;
        return view == null
                ? Double.NaN
                : view.partitions.stream()
                        .map(Part::until)
                        .max(Instant::compareTo)
                        .map(end ->
                                (double) Duration.between(clock.instant(), end).toSeconds())
                        .orElse(0.0);
    }

    /** What the meters tell apart. */
    private enum What {
        EVENTS("events"),
        DELIVERIES("deliveries"),
        KEYS("keys"),
        PUBLICATIONS("publications"),
        DATABASE("database"),
        ARCHIVES("archives");

        private final String word;

        What(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }
}

package io.pipestream.coverage;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.pipestream.coverage.CoverageRepository.Reach;
import io.pipestream.platform.PostgresException;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What is unrepaired and how far behind the least complete connection is, measured by the tables. */
@Singleton
class CoverageMetrics {

    private static final Logger LOG = Logger.getLogger(CoverageMetrics.class);

    private final GapRepository gaps;
    private final CoverageRepository coverage;
    private final Clock clock;
    private volatile Map<Cause, Long> unrepaired = Map.of();
    private volatile @Nullable Instant completeThrough;

    CoverageMetrics(GapRepository gaps, CoverageRepository coverage, Clock clock, MeterRegistry meters) {
        this.gaps = gaps;
        this.coverage = coverage;
        this.clock = clock;
        for (var cause : Cause.values()) {
            Gauge.builder("pipestream.gaps.open", () -> unrepaired.getOrDefault(cause, 0L))
                    .description("Gaps that go on or wait for their repair")
                    .tag("cause", cause.word())
                    .register(meters);
        }
        Gauge.builder("pipestream.coverage.complete.through.age", this::age)
                .description("How far behind now the least complete connection is")
                .baseUnit("seconds")
                .register(meters);
    }

    /** In seconds; no number while polling has been through no connection. */
    private double age() {
        var through = completeThrough;
        return through == null
                ? Double.NaN
                : Math.max(0, Duration.between(through, clock.instant()).toMillis() / 1000.0);
    }

    @Scheduled(every = "5s", concurrentExecution = ConcurrentExecution.SKIP)
    void measure() {
        try {
            unrepaired = gaps.countUnrepaired();
            completeThrough = coverage.all().values().stream()
                    .map(Reach::completeThrough)
                    .min(Comparator.naturalOrder())
                    .orElse(null);
        } catch (PostgresException e) {
            LOG.debugf(e, "coverage not measured; the old figures stand");
        }
    }
}

package io.pipestream.poll;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import io.pipestream.coverage.Coverage;
import io.pipestream.coverage.Gap;
import io.pipestream.coverage.Gaps;
import io.pipestream.event.Observation;
import io.pipestream.subscription.Listening;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Tells others what a sweep's finds mean: gaps that explain them, webhooks that should have told, time that is covered. */
@Singleton
class Findings {

    private static final Logger LOG = Logger.getLogger(Findings.class);

    private final Listening listening;
    private final Gaps gaps;
    private final Coverage coverage;
    private final PollMetrics metrics;
    private final PollConfig config;
    private final Clock clock;

    Findings(Listening listening, Gaps gaps, Coverage coverage, PollMetrics metrics, PollConfig config, Clock clock) {
        this.listening = listening;
        this.gaps = gaps;
        this.coverage = coverage;
        this.metrics = metrics;
        this.config = config;
        this.clock = clock;
    }

    /** Accounts for events that no webhook brought. */
    void news(UUID connectionId, List<Observation> news) {
        if (news.isEmpty()) {
            return;
        }
        var unrepaired = gaps.unrepaired(connectionId);
        var isHealthy = listening.of(connectionId).isWell();
        // While the webhook is well a young change may still be on its way, in one of Pipedrive's retries.
        var lateBefore = isHealthy ? clock.instant().minus(config.grace()) : Instant.MAX;
        var found = new HashMap<UUID, Long>();
        for (var observation : news) {
            var occurredAt = observation.occurredAt();
            if (occurredAt == null) {
                continue;
            }
            var object = observation.record().object();
            var gap = explanation(unrepaired, occurredAt);
            if (gap.isPresent()) {
                found.merge(gap.get().id(), 1L, Long::sum);
                metrics.missed(object);
            } else if (occurredAt.isBefore(lateBefore)) {
                listening.missed(connectionId, object, observation.action(), occurredAt);
                metrics.missed(object);
            }
        }
        found.forEach(gaps::found);
    }

    /** The oldest gap that the change falls into. */
    private static Optional<Gap> explanation(List<Gap> unrepaired, Instant occurredAt) {
        return unrepaired.stream()
                // Pipedrive's times are whole seconds.
                .filter(gap -> !occurredAt.isBefore(gap.from().minusSeconds(1)))
                .filter(gap -> gap.to() == null || !occurredAt.isAfter(gap.to()))
                .findFirst();
    }

    /** Everything up to this instant is committed: gaps that ended before it are repaired. */
    void complete(UUID connectionId, Instant windowEnd) {
        var through = windowEnd.minus(config.settle());
        for (var gap : gaps.unrepaired(connectionId)) {
            if (gap.to() != null && !gap.to().isAfter(through)) {
                gaps.close(gap.id());
                LOG.infof(
                        "gap repaired connection=%s gap=%s cause=%s from=%s to=%s",
                        connectionId, gap.id(), gap.cause(), gap.from(), gap.to());
            }
        }
        coverage.sweptThrough(connectionId, through);
    }
}

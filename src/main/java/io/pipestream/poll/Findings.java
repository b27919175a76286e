package io.pipestream.poll;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import io.pipestream.coverage.Cause;
import io.pipestream.coverage.Coverage;
import io.pipestream.coverage.Gap;
import io.pipestream.coverage.Gaps;
import io.pipestream.event.Action;
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
        // A young change may still be on its way, in one of Pipedrive's retries.
        var lateBefore = clock.instant().minus(config.grace());
        var found = new HashMap<UUID, Long>();
        for (var one : inOrder(news)) {
            var gap = explanation(unrepaired, one.occurredAt());
            if (gap.isPresent()) {
                found.merge(gap.get().id(), 1L, Long::sum);
                unanswered(gap.get(), one);
            } else {
                missed(connectionId, one, one.occurredAt().isBefore(lateBefore));
            }
            if (gap.isPresent() || !isHealthy || one.occurredAt().isBefore(lateBefore)) {
                metrics.missed(one.object());
            }
        }
        found.forEach(gaps::found);
    }

    private record Found(String object, Action action, Instant occurredAt) {}

    /** What does not say when it happened falls into no gap, and what no webhook tells of is no sign of one. */
    private static List<Found> inOrder(List<Observation> news) {
        var found = new ArrayList<Found>();
        for (var observation : news) {
            var occurredAt = observation.occurredAt();
            if (occurredAt != null
                    && PolledObjects.isToldByWebhooks(observation.record().object())) {
                found.add(new Found(observation.record().object(), observation.action(), occurredAt));
            }
        }
        found.sort(Comparator.comparing(Found::occurredAt));
        return found;
    }

    private void missed(UUID connectionId, Found one, boolean isLate) {
        listening.missed(connectionId, one.object(), one.action(), one.occurredAt());
        if (isLate) {
            listening.unanswered(connectionId, one.object(), one.action(), one.occurredAt(), one.occurredAt());
        }
    }

    /** Pipedrive tried to tell while we were away, and bans for that. The other causes are Pipedrive's own silence. */
    private void unanswered(Gap gap, Found one) {
        if (gap.cause() == Cause.DOWNTIME) {
            // What was changed may have been changed before; of an addition there is only one.
            var since = one.action() == Action.ADDED || gap.from().isAfter(one.occurredAt())
                    ? one.occurredAt()
                    : gap.from();
            listening.unanswered(gap.connectionId(), one.object(), one.action(), since, one.occurredAt());
        }
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

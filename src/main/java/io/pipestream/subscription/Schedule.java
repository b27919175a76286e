package io.pipestream.subscription;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

import io.pipestream.connection.Connections;
import io.pipestream.pipedrive.Budgets;
import io.pipestream.pipedrive.Purpose;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** When a connection's webhooks are checked next, and why. */
@Singleton
class Schedule {

    private final Budgets budgets;
    private final Clock clock;
    private final Cadence cadence;
    private final Instant startedAt;

    Schedule(Budgets budgets, Clock clock, ReconcileConfig config) {
        this.budgets = budgets;
        this.clock = clock;
        this.cadence = new Cadence(config.minInterval(), config.tick());
        this.startedAt = clock.instant();
    }

    boolean isDue(Connections.Ref connection, List<Watched> registrations) {
        return !registrations.isEmpty() && !next(connection, registrations).isAfter(clock.instant());
    }

    /** While webhooks tell nothing, more of the customer's tokens may be spent. */
    Purpose purpose(List<Watched> registrations) {
        return urgentSince(registrations) == null ? Purpose.CHECK : Purpose.REPAIR;
    }

    /** A start is a reason of its own: our address may have changed, and who knows how long we were away. */
    Instant next(Connections.Ref connection, List<Watched> registrations) {
        var now = clock.instant();
        var tried = tried(registrations);
        if (tried == null || tried.isBefore(startedAt)) {
            return now;
        }
        return cadence.next(tried, urgentSince(registrations), budgets.today(connection.companyId()), now);
    }

    /** Within which a webhook that is lost now is noticed and registered anew, if Pipedrive answers. */
    Duration repairedWithin(Connections.Ref connection) {
        return cadence.repairedWithin(budgets.today(connection.companyId()), clock.instant());
    }

    /** The latest, so that news is looked into though something older is not mended yet. */
    private static @Nullable Instant urgentSince(List<Watched> registrations) {
        return registrations.stream()
                .map(Watched::urgentSince)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    /** Null if one of them was never tried. */
    private static @Nullable Instant tried(List<Watched> registrations) {
        if (registrations.stream()
                .anyMatch(registration -> registration.evidence().triedAt() == null)) {
            return null;
        }
        return registrations.stream()
                .map(registration -> registration.evidence().triedAt())
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }
}

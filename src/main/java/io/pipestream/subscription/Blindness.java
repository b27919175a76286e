package io.pipestream.subscription;

import java.time.Instant;
import java.util.Collection;

import io.pipestream.coverage.Cause;
import io.pipestream.coverage.Gaps;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Tells coverage of the times in which a registration heard nothing. A connection has one gap of each cause at a time,
 * however many of its registrations share it, so it is over when the last of them hears again. Safe to repeat: a change
 * of health is written down after its gap.
 */
@Singleton
class Blindness {

    private final Gaps gaps;

    Blindness(Gaps gaps) {
        this.gaps = gaps;
    }

    /**
     * The health changes.
     *
     * @param from   since when nothing may have been heard; null if there is nothing to tell of
     * @param others the health of the connection's other registrations
     */
    void changed(Watched registration, Standing to, @Nullable Instant from, Collection<Health> others, Instant now) {
        var begins = to.health().blindness();
        if (begins == registration.health().blindness()) {
            return;
        }
        if (begins != null && from != null) {
            gaps.open(registration.connectionId(), begins, from, detail(registration, to.reason()));
        }
        ended(registration, others, now);
    }

    /** Its blindness, if it had any, is over. */
    void ended(Watched registration, Collection<Health> others, Instant now) {
        var cause = registration.health().blindness();
        if (cause != null && others.stream().noneMatch(health -> health.blindness() == cause)) {
            gaps.over(registration.connectionId(), cause, now);
        }
    }

    /** Pipedrive had no right webhook from then until now. */
    void replaced(Watched registration, String found, Instant from, Collection<Health> others, Instant now) {
        gaps.open(registration.connectionId(), Cause.MISSING, from, detail(registration, found));
        if (others.stream().noneMatch(health -> health == Health.MISSING)) {
            gaps.over(registration.connectionId(), Cause.MISSING, now);
        }
    }

    private static String detail(Watched registration, @Nullable String reason) {
        var event = registration.event().toString();
        return reason == null ? event : event + ": " + reason;
    }
}

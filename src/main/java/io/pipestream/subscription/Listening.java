package io.pipestream.subscription;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.pipestream.event.Action;
import io.pipestream.pipedrive.PipedriveConfig;
import io.pipestream.platform.PostgresException;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What we listen to and how well we hear. Answers from memory, a tick of the {@link Reconciler} old at most; what it is
 * told is kept in memory too, until that tick takes it to Postgres.
 */
@Singleton
public class Listening {

    private static final Logger LOG = Logger.getLogger(Listening.class);

    private final HealthRepository repository;
    private final Duration ban;
    private final Duration retryWindow;
    private final Map<UUID, Signals> signals = new ConcurrentHashMap<>();

    /** Null until it was read once: nobody must take that for an account that listens to nothing. */
    private volatile @Nullable List<Watched> known;

    Listening(HealthRepository repository, PipedriveConfig pipedrive) {
        this.repository = repository;
        this.ban = pipedrive.banDuration();
        this.retryWindow = pipedrive.retryWindow();
    }

    /** The worst health of the connection's registrations; healthy if there is none. */
    public Health of(UUID connectionId) {
        return on(connectionId)
                .map(Watched::health)
                .max(Comparator.naturalOrder())
                .orElse(Health.HEALTHY);
    }

    /** The objects, as Pipedrive spells them, that the connection subscribes to; {@code *} if it is to all. */
    public Set<String> objects(UUID connectionId) {
        return on(connectionId)
                .map(registration -> registration.event().object())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether the connection subscribes to this. */
    public boolean hears(UUID connectionId, String object, Action action) {
        return on(connectionId).anyMatch(registration -> registration.event().covers(object, action));
    }

    /**
     * Polling has found news that a registration should have told. If nothing comes from it soon, Pipedrive is asked.
     *
     * @param occurredAt Pipedrive's clock
     */
    public void missed(UUID connectionId, String object, Action action, Instant occurredAt) {
        on(connectionId)
                .filter(registration -> registration.event().covers(object, action))
                .forEach(registration -> signals(registration.id()).missed(occurredAt));
    }

    /**
     * Polling has found what Pipedrive has tried to tell and could not, and it bans for that. To be called in the order
     * in which things happened.
     *
     * @param since      no change of the record before it failed
     * @param occurredAt Pipedrive's clock
     */
    public void unanswered(UUID connectionId, String object, Action action, Instant since, Instant occurredAt) {
        on(connectionId)
                .filter(registration -> registration.event().covers(object, action))
                .filter(registration -> registration.standing().listensAt(occurredAt))
                .forEach(registration ->
                        signals(registration.id()).unheard(since, occurredAt, registration.evidence(), ban));
    }

    /** When bans of the connection's webhooks may end of which nobody knows. */
    public List<Doubt> doubts(UUID connectionId) {
        return on(connectionId)
                .map(registration -> registration.doubt(ban, retryWindow))
                .filter(Objects::nonNull)
                .toList();
    }

    /** A delivery was answered 2xx. */
    public void heard(UUID registrationId, Instant at) {
        signals(registrationId).heard(at);
    }

    /**
     * A delivery was answered with another status.
     *
     * @param firstAttempt whether it was Pipedrive's first attempt, which alone counts towards a ban
     */
    public void refused(UUID registrationId, Instant at, int status, boolean firstAttempt) {
        if (firstAttempt) {
            signals(registrationId).refused(at, 1);
        }
        LOG.debugf("delivery refused registration=%s status=%d first=%s", registrationId, status, firstAttempt);
    }

    private Signals signals(UUID registrationId) {
        var known = signals.get(registrationId);
        return known == null ? signals.computeIfAbsent(registrationId, id -> new Signals()) : known;
    }

    private Stream<Watched> on(UUID connectionId) {
        return known().stream()
                .filter(registration -> registration.connectionId().equals(connectionId));
    }

    /**
     * Every registration, as of the last look.
     *
     * @throws PostgresException if there was none yet, and Postgres does not answer now
     */
    List<Watched> known() {
        var seen = known;
        return seen == null ? refresh() : seen;
    }

    /** First attempts refused, towards ten, with those that only this instance knows of. */
    int failures(Watched registration) {
        var here = signals.get(registration.id());
        return registration.evidence().failures() + (here == null ? 0 : here.failures());
    }

    /** Postgres may come later; then the first tick that finds it does this. */
    void load(@Observes StartupEvent event) {
        try {
            refresh();
        } catch (PostgresException e) {
            LOG.warnf(e, "registrations not read yet");
        }
    }

    List<Watched> refresh() {
        var all = repository.all();
        known = all;
        return all;
    }

    /** Takes to Postgres what was seen since the last time; keeps it if Postgres is away. */
    void flush() {
        var seen = new HashMap<UUID, Signals.Seen>();
        signals.forEach((id, of) -> {
            var taken = of.take();
            if (!taken.isNothing()) {
                seen.put(id, taken);
            }
        });
        // A registration that is no more would be remembered for ever.
        signals.keySet().retainAll(known().stream().map(Watched::id).collect(Collectors.toSet()));
        if (seen.isEmpty()) {
            return;
        }
        try {
            repository.add(seen);
        } catch (RuntimeException e) {
            seen.forEach((id, taken) -> signals(id).putBack(taken));
            throw e;
        }
    }
}

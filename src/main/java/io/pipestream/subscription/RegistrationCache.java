package io.pipestream.subscription;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import io.pipestream.connection.Connections;
import io.pipestream.platform.Secrets;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What the webhook door must know of each registration, in memory: a delivery is authenticated without Postgres. Other
 * instances' registrations appear within seconds, or at once when a delivery asks for one.
 */
@Singleton
public class RegistrationCache {

    private static final Logger LOG = Logger.getLogger(RegistrationCache.class);

    private final SubscriptionStore store;
    private final Connections connections;
    private final Clock clock;
    private volatile Map<String, Entry> byPath = Map.of();
    private volatile Set<String> companyIds = Set.of();
    private final SharedRefresh misses = new SharedRefresh(this::refresh, Infrastructure.getDefaultWorkerPool());

    RegistrationCache(SubscriptionStore store, Connections connections, Clock clock) {
        this.store = store;
        this.connections = connections;
        this.clock = clock;
    }

    /** A registration as the door sees it. */
    public static final class Entry {

        private final UUID registrationId;
        private final String companyId;
        private final byte[] usernameSha256;
        private final byte[] passwordSha256;
        private final byte @Nullable [] previousUsernameSha256;
        private final byte @Nullable [] previousPasswordSha256;
        private final @Nullable Instant previousUntil;
        private final Clock clock;

        Entry(Registration registration, String companyId, Clock clock) {
            this.registrationId = registration.id;
            this.companyId = companyId;
            this.usernameSha256 = Secrets.sha256(registration.username);
            this.passwordSha256 = registration.passwordSha256;
            this.previousUsernameSha256 =
                    registration.previousUsername == null ? null : Secrets.sha256(registration.previousUsername);
            this.previousPasswordSha256 = registration.previousPasswordSha256;
            this.previousUntil = registration.previousUntil;
            this.clock = clock;
        }

        public UUID registrationId() {
            return registrationId;
        }

        /** The connection's account, for deliveries that do not name theirs. */
        public String companyId() {
            return companyId;
        }

        /** The present credentials, and the previous ones while Pipedrive may still use those. */
        public boolean accepts(String user, String password) {
            return matches(usernameSha256, passwordSha256, user, password)
                    || (previousUsernameSha256 != null
                            && previousPasswordSha256 != null
                            && (previousUntil == null || clock.instant().isBefore(previousUntil))
                            && matches(previousUsernameSha256, previousPasswordSha256, user, password));
        }

        private static boolean matches(byte[] usernameSha256, byte[] passwordSha256, String user, String password) {
            // Both are compared whatever the first says, for the time must not tell which was wrong.
            var passwordMatches = Secrets.matches(passwordSha256, password);
            var userMatches = Secrets.matches(usernameSha256, user);
            return passwordMatches && userMatches;
        }
    }

    /** The registration of this path, as far as this instance knows. */
    public Optional<Entry> find(String path) {
        return Optional.ofNullable(byPath.get(path));
    }

    /**
     * Looks into Postgres for what {@link #find} does not know, with everybody else who misses something.
     *
     * @return empty if no registration that was committed by now has this path; fails if Postgres does not answer
     */
    public Uni<Optional<Entry>> findAnew(String path) {
        return Uni.createFrom().completionStage(misses::join).map(done -> find(path));
    }

    /** The account for which a registration brings deliveries; empty if it is gone. */
    public Optional<String> companyOf(UUID registrationId) {
        return byPath.values().stream()
                .filter(entry -> entry.registrationId().equals(registrationId))
                .map(Entry::companyId)
                .findFirst();
    }

    /** Whether this is the account of a connection, and not the caller's own. */
    public boolean isAnotherAccount(String own, String companyId) {
        return !companyId.equals(own) && companyIds.contains(companyId);
    }

    void load(@Observes StartupEvent event) {
        refresh();
    }

    @Scheduled(every = "5s", delayed = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void refreshInTheBackground() {
        try {
            refresh();
        } catch (RuntimeException e) {
            LOG.warnf(e, "registrations not refreshed; the known ones stand");
        }
    }

    synchronized void refresh() {
        var companies =
                connections.all().stream().collect(Collectors.toMap(Connections.Ref::id, Connections.Ref::companyId));
        companyIds = Set.copyOf(companies.values());
        var subscriptions = store.connectionsBySubscription();
        byPath = store.registrations().stream()
                .filter(registration -> subscriptions.containsKey(registration.subscriptionId))
                .collect(Collectors.toMap(
                        registration -> registration.path,
                        registration -> new Entry(
                                registration,
                                companies.getOrDefault(subscriptions.get(registration.subscriptionId), "unknown"),
                                clock)));
    }
}

package io.pipestream.connection;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import io.pipestream.connection.Stored.Grant;
import io.pipestream.pipedrive.Credential.Header;
import io.pipestream.pipedrive.OAuthClient;
import io.pipestream.pipedrive.OAuthTokens;
import io.pipestream.pipedrive.PipedriveRefusedException;
import io.pipestream.pipedrive.PipedriveRefusedException.Reason;
import io.pipestream.platform.Lease;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Hands out credentials that are good for a while, and refreshes access tokens once, however many want them: callers of
 * this instance share one refresh, and instances take turns by a lease and look again once they have it. A lease and
 * not a row lock, for Pipedrive may take seconds to answer, and a transaction would hold a connection to Postgres and
 * the row all that time. If a lease runs out in the middle, the token is refreshed twice, which Pipedrive bears: it
 * keeps the refresh token.
 */
@Singleton
class Keyring {

    private static final Logger LOG = Logger.getLogger(Keyring.class);

    /** Longer than Pipedrive's answer may take; an instance that died keeps others waiting as long. */
    private static final Duration LEASE = Duration.ofSeconds(30);

    /** A refresh token that nobody used for so long is dead (Pipedrive's OAuth documentation). */
    private static final Duration UNUSED_LIFE = Duration.ofDays(60);

    /** After an early refresh failed, the access token that is still good serves this long before the next attempt. */
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final CredentialStore store;
    private final Lease lease;
    private final Clock clock;
    private final Duration refreshBefore;
    private final Refresher pipedrive;
    private final Map<UUID, CompletableFuture<Stored>> underWay = new ConcurrentHashMap<>();
    private final Map<UUID, Instant> pausedUntil = new ConcurrentHashMap<>();

    /** Asks Pipedrive for new tokens by the refresh token. */
    @FunctionalInterface
    interface Refresher {
        OAuthTokens refresh(String refreshToken);
    }

    @Inject
    Keyring(CredentialStore store, Lease lease, Clock clock, ConnectionConfig config, OAuthClient oauth) {
        this(store, lease, clock, config.refreshBefore(), oauth::refresh);
    }

    Keyring(CredentialStore store, Lease lease, Clock clock, Duration refreshBefore, Refresher pipedrive) {
        this.store = store;
        this.lease = lease;
        this.clock = clock;
        this.refreshBefore = refreshBefore;
        this.pipedrive = pipedrive;
    }

    /**
     * What to show Pipedrive now. Blocks while the access token is refreshed.
     *
     * @throws PipedriveRefusedException with {@link Reason#CONSENT_REVOKED} if the consent is gone, or with what kept
     *     Pipedrive from refreshing a token that has run out
     */
    Header header(UUID id) {
        var stored = store.load(id);
        return stored instanceof Grant grant && isDue(grant) ? current(id, grant) : stored.header();
    }

    /** After a 401: whether there is another credential now, for which an access token is refreshed once. */
    boolean renew(UUID id, Header refused) {
        return !refreshed(id, stored -> stored.header().equals(refused))
                .header()
                .equals(refused);
    }

    /** Uses the consents that nothing used since then, lest they die. */
    void keepAlive(Instant unusedSince) {
        for (var id : store.unusedSince(unusedSince)) {
            try {
                refreshed(
                        id,
                        stored -> stored instanceof Grant grant
                                && grant.refreshedAt().isBefore(unusedSince));
            } catch (RuntimeException e) {
                LOG.warnf(e, "unused consent not refreshed; trying again later connection=%s", id);
            }
        }
    }

    private boolean isDue(Grant grant) {
        return !clock.instant().isBefore(grant.expiresAt().minus(refreshBefore));
    }

    private boolean isExpired(Grant grant) {
        return !clock.instant().isBefore(grant.expiresAt());
    }

    private Header current(UUID id, Grant due) {
        var isStillGood = !isExpired(due);
        if (isStillGood && clock.instant().isBefore(pausedUntil.getOrDefault(id, Instant.MIN))) {
            return due.header();
        }
        try {
            return refreshed(id, stored -> stored instanceof Grant grant && isDue(grant))
                    .header();
        } catch (PipedriveRefusedException e) {
            if (!isStillGood || e.reason() == Reason.CONSENT_REVOKED) {
                throw e;
            }
            pausedUntil.put(id, clock.instant().plus(PAUSE));
            LOG.warnf(
                    "access token not refreshed yet; the old one serves connection=%s until=%s reason=%s",
                    id, due.expiresAt(), e.reason());
            return due.header();
        }
    }

    /** What there is once a credential that is stale in this sense has been refreshed, by us or by somebody else. */
    private Stored refreshed(UUID id, Predicate<Stored> isStale) {
        var ours = new CompletableFuture<Stored>();
        var theirs = underWay.putIfAbsent(id, ours);
        if (theirs != null) {
            var stored = await(theirs);
            // Theirs may have had another reason, and found nothing to do.
            return isStale.test(stored) ? refreshed(id, isStale) : stored;
        }
        try {
            var stored = lease.holding("oauth:" + id, LEASE, held -> refreshUnlessDone(id, isStale));
            ours.complete(stored);
            return stored;
        } catch (RuntimeException | Error e) {
            ours.completeExceptionally(e);
            throw e;
        } finally {
            underWay.remove(id, ours);
        }
    }

    private Stored refreshUnlessDone(UUID id, Predicate<Stored> isStale) {
        var stored = store.load(id);
        if (!isStale.test(stored) || !(stored instanceof Grant grant)) {
            return stored;
        }
        try {
            return store.refreshed(id, grant, pipedrive.refresh(grant.refreshToken()), clock.instant());
        } catch (PipedriveRefusedException e) {
            if (e.reason() == Reason.CONSENT_REVOKED) {
                var now = clock.instant();
                var isTooOld = !now.isBefore(grant.refreshedAt().plus(UNUSED_LIFE));
                store.ended(id, grant, now, isTooOld ? Connection::expireConsent : Connection::revokeConsent);
            }
            throw e;
        }
    }

    private static Stored await(CompletableFuture<Stored> result) {
        try {
            return result.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}

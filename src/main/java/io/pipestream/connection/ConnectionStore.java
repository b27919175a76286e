package io.pipestream.connection;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

import io.pipestream.connection.Connections.Connected;
import io.pipestream.connection.Connections.Ref;
import io.pipestream.pipedrive.Account;
import io.pipestream.pipedrive.Me;
import io.pipestream.pipedrive.OAuthTokens;
import io.pipestream.platform.AdvisoryLock;
import io.pipestream.platform.AdvisoryLockRepository;
import io.pipestream.platform.Problems;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.core.Response.Status;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/** Rows of {@code connection}, in short transactions that hold no call to Pipedrive. */
@Singleton
class ConnectionStore {

    private final Clock clock;
    private final AdvisoryLockRepository locks;
    private final CredentialStore credentials;
    private final Keyring keyring;
    private final StateKeeper states;

    ConnectionStore(
            Clock clock,
            AdvisoryLockRepository locks,
            CredentialStore credentials,
            Keyring keyring,
            StateKeeper states) {
        this.clock = clock;
        this.locks = locks;
        this.credentials = credentials;
        this.keyring = keyring;
        this.states = states;
    }

    @Transactional
    Connected put(Me me, String apiToken) {
        return put(me, (row, now) -> credentials.seal(row, apiToken));
    }

    @Transactional
    Connected put(Me me, OAuthTokens tokens) {
        return put(me, (row, now) -> credentials.seal(row, tokens, now));
    }

    /** Whoever has just been accepted by Pipedrive is active, whatever was before. */
    private Connected put(Me me, BiConsumer<Connection, Instant> credential) {
        locks.take(AdvisoryLock.CONNECTIONS);
        var now = clock.instant();
        var known = ofCompany(me.companyId());
        var row = known == null ? new Connection(UUID.randomUUID(), me, now) : known;
        row.describe(me);
        credential.accept(row, now);
        row.note(ConnectionState.ACTIVE, null, now);
        row.persist();
        return new Connected(ref(row), known == null);
    }

    /**
     * The app was uninstalled.
     *
     * @param userId whose consent ended; empty if that is not known
     * @return whether a connection lived by that consent
     */
    @Transactional
    boolean uninstalled(String companyId, String userId) {
        var row = ofCompany(companyId);
        if (row == null || row.auth != Auth.OAUTH || !(userId.isEmpty() || userId.equals(row.userId))) {
            return false;
        }
        row.revokeConsent(clock.instant());
        return true;
    }

    @Transactional
    Map<ConnectionState, Long> countByState() {
        return Connection.<Connection>listAll().stream()
                .collect(Collectors.groupingBy(row -> row.state, Collectors.counting()));
    }

    @Transactional
    void remove(UUID id) {
        try {
            load(id).delete();
            Connection.flush();
        } catch (ConstraintViolationException e) {
            throw Problems.of(
                    Status.CONFLICT,
                    "connection-in-use",
                    "Delete the connection's subscriptions first: their webhooks are still registered at Pipedrive.");
        }
    }

    Ref ref(Connection row) {
        var account = new Account(row.companyId, row.companyDomain, new StoredCredential(row.id, keyring, states));
        return new Ref(row.id, row.companyId, account, row.createdAt);
    }

    static Connection load(UUID id) {
        return Connection.<Connection>findByIdOptional(id).orElseThrow(() -> Problems.notFound("connection", id));
    }

    /** Whoever writes to a row that is there locks it first, so that nobody's change is lost or refused. */
    static Connection locked(UUID id) {
        return Connection.<Connection>findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE)
                .orElseThrow(() -> Problems.notFound("connection", id));
    }

    private static @Nullable Connection ofCompany(String companyId) {
        return Connection.<Connection>find("companyId", companyId)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult();
    }
}

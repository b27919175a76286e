package io.pipestream.connection;

import java.time.Clock;
import java.util.UUID;

import io.pipestream.pipedrive.PipedriveRefusedException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import org.hibernate.jpa.SpecHints;
import org.jspecify.annotations.Nullable;

/**
 * Takes down what calls to Pipedrive have shown of a connection, each time in a transaction of its own: the caller's may
 * be rolled back, often for the very refusal. A consent that has ended stays so whatever is shown, for only a new one or
 * a token helps. Nothing happens if the connection is gone.
 */
@Singleton
class StateKeeper {

    /** In milliseconds. If a caller's own transaction has locked the row, waiting would never end. */
    private static final int LOCKED_FOR_LONG = 2_000;

    private final Clock clock;

    StateKeeper(Clock clock) {
        this.clock = clock;
    }

    /** Pipedrive has accepted the connection's credential. */
    void answered(UUID id) {
        note(id, ConnectionState.ACTIVE, "Pipedrive answers.");
    }

    /** Pipedrive has refused a call with the connection's credential. */
    void refused(UUID id, PipedriveRefusedException refusal) {
        var state = shownBy(refusal);
        if (state != null) {
            note(id, state, refusal.advice());
        }
    }

    /** Null if it says nothing of the account as a whole. */
    private static @Nullable ConnectionState shownBy(PipedriveRefusedException refusal) {
        return switch (refusal.reason()) {
            case UNAUTHORISED -> ConnectionState.TOKEN_REFUSED;
            case ACCOUNT_CLOSED -> ConnectionState.ACCOUNT_CLOSED;
            case BLOCKED -> ConnectionState.BLOCKED;
            // The keyring has noted the end of a consent, and knows whether there is a newer one.
            case CONSENT_REVOKED,
                    FORBIDDEN,
                    NOT_FOUND,
                    INVALID,
                    LIMIT_REACHED,
                    RATE_LIMITED,
                    UNAVAILABLE,
                    UNREADABLE,
                    BUDGET_SPENT,
                    DAY_SPENT,
                    PAUSED -> null;
        };
    }

    private void note(UUID id, ConnectionState state, String reason) {
        QuarkusTransaction.requiringNew().run(() -> {
            var row = Connection.<Connection>find("id", id)
                    .withLock(LockModeType.PESSIMISTIC_WRITE)
                    .withHint(SpecHints.HINT_SPEC_LOCK_TIMEOUT, LOCKED_FOR_LONG)
                    .firstResult();
            if (row != null && !row.state.needsConsent()) {
                row.note(state, reason, clock.instant());
            }
        });
    }
}

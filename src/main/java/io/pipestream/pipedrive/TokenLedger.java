package io.pipestream.pipedrive;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;

import io.pipestream.pipedrive.PipedriveRefusedException.Reason;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps us within the customer's tokens, in Postgres, so for all instances together and across restarts. A call is
 * entered before it is made; an instance that dies in between leaves an entry too many, never one too few. What follows
 * is assumed of Pipedrive, which documents costs and not who pays for a failure: a refusal by its gateway (401, 429, the
 * firewall's 403) is free; every other answer, a 5xx too, is paid; so is a call whose answer never came, unless the
 * connection was not made. A call around midnight may be counted one day apart.
 */
@Singleton
class TokenLedger {

    private static final Logger LOG = Logger.getLogger(TokenLedger.class);

    private final TokenLedgerRepository rows;
    private final PipedriveConfig config;
    private final Clock clock;

    TokenLedger(TokenLedgerRepository rows, PipedriveConfig config, Clock clock) {
        this.rows = rows;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Enters a call, in a transaction of its own.
     *
     * @throws PipedriveRefusedException if the cap would be passed, or the account is held
     */
    Reservation reserve(String companyId, Purpose purpose, int cost) {
        return QuarkusTransaction.requiringNew().call(() -> {
            // First the lock, then the sums: the second statement sees what those before us have committed.
            var standing = rows.lock(companyId);
            refuseIfHeld(standing.hold(), purpose);
            var day = day();
            var budget = budget(companyId, day, standing);
            if (!budget.allows(purpose, cost)) {
                throw PipedriveRefusedException.until(Reason.BUDGET_SPENT, budget.resetsAt());
            }
            rows.spend(companyId, day, purpose, cost, 1);
            return new Reservation(companyId, day, purpose, cost, standing);
        });
    }

    private void refuseIfHeld(@Nullable Hold hold, Purpose purpose) {
        if (hold == null || hold.isOver(clock.instant())) {
            return;
        }
        switch (hold.kind()) {
            case BLOCKED -> throw PipedriveRefusedException.until(Reason.PAUSED, hold.until());
            case DAY_SPENT -> {
                if (purpose.isCapped()) {
                    throw PipedriveRefusedException.until(Reason.DAY_SPENT, hold.until());
                }
            }
        }
    }

    /** The call cost nothing. */
    void giveBack(Reservation reservation) {
        rows.spend(reservation.companyId(), reservation.day(), reservation.purpose(), -reservation.cost(), -1);
    }

    /** Enters calls that were made before we knew whose account it is. */
    void note(String companyId, Purpose purpose, int cost, int calls) {
        rows.spend(companyId, day(), purpose, cost, calls);
    }

    /** Takes what Pipedrive said of the account's tokens with the answer to this call. */
    void learn(Reservation reservation, RateLimits limits) {
        learn(reservation.companyId(), reservation.standing(), limits);
    }

    void learn(String companyId, RateLimits limits) {
        learn(companyId, rows.standing(companyId), limits);
    }

    private void learn(String companyId, Standing known, RateLimits limits) {
        if (limits.daily() != null && !limits.daily().equals(known.daily())) {
            rows.learn(companyId, limits.daily());
            LOG.infof("daily tokens learned company=%s tokens=%d", companyId, limits.daily());
        }
        if (limits.isDaySpent()) {
            if (rows.hold(companyId, new Hold(Hold.Kind.DAY_SPENT, midnight()), clock.instant())) {
                LOG.warnf("daily tokens spent company=%s until=%s", companyId, midnight());
            }
        } else if (limits.remaining() != null
                && known.hold() != null
                && known.hold().kind() == Hold.Kind.DAY_SPENT) {
            rows.lift(companyId, Hold.Kind.DAY_SPENT);
        }
    }

    /** Pipedrive's firewall answered: nobody calls this account for a while. */
    void block(String companyId) {
        var now = clock.instant();
        var until = now.plus(config.blockedPause());
        if (rows.hold(companyId, new Hold(Hold.Kind.BLOCKED, until), now)) {
            LOG.errorf("blocked by Pipedrive's firewall; not calling company=%s until=%s", companyId, until);
        }
    }

    Budget today(String companyId) {
        return budget(companyId, day(), rows.standing(companyId));
    }

    private Budget budget(String companyId, LocalDate day, Standing standing) {
        long daily = standing.daily() == null ? config.dailyTokens() : standing.daily();
        return new Budget(
                daily,
                (long) (daily * config.backgroundShare()),
                (long) (daily * config.emergencyShare()),
                rows.spent(companyId, day),
                midnight());
    }

    /** When Pipedrive's day ends. */
    Instant midnight() {
        return day().plusDays(1).atStartOfDay(config.dayZone()).toInstant();
    }

    private LocalDate day() {
        return LocalDate.ofInstant(clock.instant(), config.dayZone());
    }
}

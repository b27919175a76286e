package io.pipestream.pipedrive;

import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

import io.pipestream.pipedrive.PipedriveRefusedException.Reason;
import io.smallrye.faulttolerance.api.Guard;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Makes one call of Pipedrive's API: enters it in the ledger, waits for its turn, sends it, settles what it cost, and
 * makes it again where that may help and can do no harm.
 */
@Singleton
class Transport {

    private static final Logger LOG = Logger.getLogger(Transport.class);

    private final PipedriveConfig config;
    private final Clock clock;
    private final Wire wire;
    private final TokenLedger ledger;
    private final CallMetrics metrics;
    private final Answers answers;
    private final Requests requests;
    private final Guard patient;
    private final Guard careful;
    private final Map<String, Lane> lanes = new ConcurrentHashMap<>();
    private volatile @Nullable Duration clockOffset;

    Transport(PipedriveConfig config, Clock clock, Wire wire, TokenLedger ledger, CallMetrics metrics) {
        this.config = config;
        this.clock = clock;
        this.wire = wire;
        this.ledger = ledger;
        this.metrics = metrics;
        this.answers = new Answers(clock, ledger::midnight);
        this.requests = new Requests(config.baseUrl());
        this.patient = retrying("pipedrive", PipedriveRefusedException::mayPassAtOnce);
        this.careful = retrying("pipedrive post", e -> e.mayPassAtOnce() && e.isFree());
    }

    /** Blocks for some seconds at most, or a minute if Pipedrive is slow. Throws {@link PipedriveRefusedException}. */
    Answer call(Account account, Purpose purpose, Call call) {
        var paid = new AtomicInteger();
        var answered = new AtomicReference<@Nullable PipedriveRefusedException>();
        var guard = call.isRepeatable() ? patient : careful;
        try {
            return guard.get(() -> attempt(account, purpose, call, paid, answered), Answer.class);
        } catch (PipedriveRefusedException e) {
            // What Pipedrive said is of more use than that saying it made us pause before the next try.
            var said = answered.get();
            var refusal = e.reason() == Reason.PAUSED && said != null ? said : e;
            tell(account, refusal);
            throw refusal;
        }
    }

    /** Here and not where calls are made, so that none of their makers can forget it. */
    private static void tell(Account account, PipedriveRefusedException refusal) {
        try {
            account.credential().refused(refusal);
        } catch (RuntimeException e) {
            LOG.errorf(e, "refusal not noted company=%s reason=%s", account.companyId(), refusal.reason());
        }
    }

    /** How far Pipedrive's clock was ahead of ours with the last answer that told; null if none did. */
    @Nullable
    Duration clockOffset() {
        return clockOffset;
    }

    private Answer attempt(
            Account account,
            Purpose purpose,
            Call call,
            AtomicInteger paid,
            AtomicReference<@Nullable PipedriveRefusedException> answered) {
        var company = account.companyId();
        try {
            var header = account.credential().header();
            var reservation = company == null ? null : ledger.reserve(company, purpose, call.cost());
            try {
                var reply = send(account, call, header, reservation);
                var body = answers.read(reply);
                metrics.answered();
                return new Answer(body, reply.limits(), pay(purpose, call, paid));
            } catch (PipedriveRefusedException e) {
                settle(e, reservation, () -> pay(purpose, call, paid));
                throw e;
            }
        } catch (PipedriveRefusedException e) {
            metrics.refused(e.reason());
            if (e.reason() != Reason.PAUSED) {
                answered.set(e);
            }
            throw e;
        }
    }

    private int pay(Purpose purpose, Call call, AtomicInteger paid) {
        metrics.spent(purpose, call.cost());
        return paid.incrementAndGet();
    }

    private void settle(PipedriveRefusedException refused, @Nullable Reservation reservation, Runnable pay) {
        if (!refused.isFree()) {
            pay.run();
        } else if (reservation != null) {
            ledger.giveBack(reservation);
        }
        if (refused.reason() == Reason.BLOCKED && reservation != null) {
            ledger.block(reservation.companyId());
        }
    }

    /** An expired token is renewed once; Pipedrive's gateway refused the first request, so it cost nothing. */
    private Reply send(Account account, Call call, Credential.Header header, @Nullable Reservation reservation) {
        var reply = send(account, requests.of(account, call, header), reservation);
        if (reply.status() == 401 && account.credential().renew(header)) {
            var renewed = account.credential().header();
            return send(account, requests.of(account, call, renewed), reservation);
        }
        return reply;
    }

    private Reply send(Account account, HttpRequest request, @Nullable Reservation reservation) {
        var lane = lanes.computeIfAbsent(nameOf(account), name -> new Lane(name, config, clock));
        var reply = lane.send(() -> answers.unlessDown(wire.send(request)));
        lane.heed(reply.limits());
        if (reply.saidAt() != null) {
            clockOffset = Duration.between(clock.instant(), reply.saidAt());
        }
        if (reservation != null) {
            ledger.learn(reservation, reply.limits());
        }
        return reply;
    }

    private static String nameOf(Account account) {
        if (account.companyId() != null) {
            return account.companyId();
        }
        return account.companyDomain() == null ? "unknown" : account.companyDomain();
    }

    private Guard retrying(String name, Predicate<PipedriveRefusedException> which) {
        return Guard.create()
                .withDescription(name)
                .withRetry()
                .maxRetries(config.retries())
                .maxDuration(config.retryWithin().toMillis(), ChronoUnit.MILLIS)
                .whenException(e -> e instanceof PipedriveRefusedException refused && which.test(refused))
                .withCustomBackoff()
                .strategy(() -> new Backoff(clock))
                .done()
                .done()
                .build();
    }
}

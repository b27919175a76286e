package io.pipestream.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.micrometer.core.instrument.MeterRegistry;
import io.pipestream.event.Delivery;
import io.pipestream.journal.Decision.Kind;
import io.pipestream.journal.Decision.Outcome;
import io.pipestream.journal.QuarantineRepository.Whole;
import io.pipestream.platform.PostgresException;
import io.pipestream.platform.Problems;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What an operator does about a delivery that was not understood. Every attempt is noted with who made it. */
@Singleton
class Quarantine {

    private static final Logger LOG = Logger.getLogger(Quarantine.class);

    private final QuarantineRepository quarantine;
    private final DecisionRepository decisions;
    private final Rereader reader;
    private final RecordWriter records;
    private final BatchCommitter committer;
    private final Clock clock;
    private final MeterRegistry meters;
    private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();

    Quarantine(
            QuarantineRepository quarantine,
            DecisionRepository decisions,
            Rereader reader,
            RecordWriter records,
            BatchCommitter committer,
            Clock clock,
            MeterRegistry meters) {
        this.quarantine = quarantine;
        this.decisions = decisions;
        this.reader = reader;
        this.records = records;
        this.committer = committer;
        this.clock = clock;
        this.meters = meters;
    }

    /**
     * Reads a delivery as it would be read if it came now. If it is understood it goes the way of every delivery, and in
     * the same commit out of quarantine; if not, it stays.
     *
     * @param corrected read in place of the original, which is kept; null to read that
     * @throws HttpProblem if there is no such delivery, if it was decided before, or if it is a polled row
     */
    Decision rerun(UUID id, byte @Nullable [] corrected, String by) {
        var whole = quarantine.whole(id).orElseThrow(() -> Problems.notFound("quarantine", id));
        if (whole.registrationId() == null) {
            throw Problems.of(
                    Status.CONFLICT,
                    "quarantine-row",
                    "A polled row is read again by a backfill of its time, POST /api/backfills; then discard this one.");
        }
        var arrival = reader.read(delivery(id, whole.registrationId(), whole, corrected));
        var entry = Entry.of(arrival, records, null);
        var decision = entry.event() == null
                ? rejected(id, corrected, by, Objects.requireNonNull(entry.reason()))
                : store(arrival, entry, corrected, by);
        meters.counter(
                        "pipestream.quarantine.decisions",
                        "outcome",
                        decision.outcome().word())
                .increment();
        return decision;
    }

    /** As {@link #rerun}, with the original; null if somebody else decided meanwhile. */
    @Nullable
    Decision tryRerun(UUID id, String by) {
        try {
            return rerun(id, null, by);
        } catch (HttpProblem decidedMeanwhile) {
            return null;
        }
    }

    /** @throws HttpProblem if there is no such delivery, or if it was decided before */
    Decision discard(UUID id, String reason, String by) {
        if (quarantine.find(id).isEmpty()) {
            throw Problems.notFound("quarantine", id);
        }
        var decision =
                new Decision(ids.generate(), clock.instant(), by, Kind.DISCARD, Outcome.DISCARDED, reason, null, null);
        if (!decisions.discard(id, decision)) {
            throw decidedBefore(id);
        }
        meters.counter(
                        "pipestream.quarantine.decisions",
                        "outcome",
                        decision.outcome().word())
                .increment();
        LOG.infof("quarantined delivery discarded delivery=%s by=%s", id, by);
        return decision;
    }

    private Decision store(Arrival arrival, Entry entry, byte @Nullable [] corrected, String by) {
        var id = entry.delivery().id();
        var event = Objects.requireNonNull(entry.event());
        var decision = decision(Outcome.STORED, null, corrected, by, event.id());
        try {
            var news = decisions.rerun(entry, decision).orElseThrow(() -> decidedBefore(id));
            committer.committed(List.of(entry), news);
            reader.stored(arrival);
            LOG.infof("quarantined delivery read again delivery=%s event=%s by=%s", id, event.id(), by);
            return news.containsKey(id) ? decision : decision.asDuplicate();
        } catch (PostgresException e) {
            if (!e.isCausedByTheValues()) {
                throw e;
            }
            LOG.warnf(e, "event cannot be stored; still quarantined delivery=%s", id);
            return rejected(id, corrected, by, "the event cannot be stored");
        }
    }

    private Decision rejected(UUID id, byte @Nullable [] corrected, String by, String reason) {
        if (quarantine
                .find(id)
                .filter(one -> one.state() == QuarantineFilter.State.OPEN)
                .isEmpty()) {
            throw decidedBefore(id);
        }
        var decision = decision(Outcome.REJECTED, reason, corrected, by, null);
        decisions.note(id, decision);
        return decision;
    }

    private Decision decision(
            Outcome outcome, @Nullable String reason, byte @Nullable [] corrected, String by, @Nullable UUID eventId) {
        return new Decision(
                ids.generate(),
                clock.instant(),
                by,
                Kind.RERUN,
                outcome,
                reason,
                corrected == null ? null : new String(corrected, UTF_8),
                eventId);
    }

    private static Delivery delivery(UUID id, UUID registrationId, Whole whole, byte @Nullable [] corrected) {
        var body = corrected == null ? whole.body() : corrected;
        return new Delivery(id, registrationId, whole.receivedAt(), whole.headers(), body);
    }

    private static HttpProblem decidedBefore(UUID id) {
        return Problems.of(
                Status.CONFLICT,
                "quarantine-decided",
                "What to do about " + id + " was decided before; GET /api/quarantine/" + id + " tells by whom.");
    }
}

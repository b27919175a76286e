package io.pipestream.journal;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.micrometer.core.instrument.MeterRegistry;
import io.pipestream.event.Observation;
import io.pipestream.journal.JournalUnavailableException.Reason;
import io.pipestream.platform.PostgresException;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Commits polled rows. They do not go through the writer's queue: there they would take the place of deliveries, whose
 * senders give us ten seconds, and whether a row is news is asked of the journal first.
 */
@Singleton
class PolledRows {

    private static final Logger LOG = Logger.getLogger(PolledRows.class);

    private final PolledRepository repository;
    private final QuarantineRepository quarantine;
    private final RecordWriter records;
    private final Commits commits;
    private final Clock clock;
    private final MeterRegistry meters;
    private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();

    /** One page at a time: appends are serial anyway, and the writer needs connections of the same pool. */
    private final ReentrantLock turn = new ReentrantLock(true);

    PolledRows(
            PolledRepository repository,
            QuarantineRepository quarantine,
            RecordWriter records,
            Commits commits,
            Clock clock,
            MeterRegistry meters) {
        this.quarantine = quarantine;
        this.repository = repository;
        this.records = records;
        this.commits = commits;
        this.clock = clock;
        this.meters = meters;
    }

    /** What is common to the rows of a page. */
    record Reading(
            UUID connectionId, Instant receivedAt, @Nullable String trace) {}

    /** What was stored, in order, and how many rows had to be set aside. */
    private record Outcome(List<Observation> news, int rowsWithNews, int quarantined) {

        Outcome and(Outcome other) {
            var both = new ArrayList<>(news);
            both.addAll(other.news);
            return new Outcome(both, rowsWithNews + other.rowsWithNews, quarantined + other.quarantined);
        }
    }

    /**
     * Commits what is news in this page, and blocks until it is durable. The page is one commit, unless Postgres refuses
     * a value in it: then the row that has it goes to quarantine and the others are stored all the same.
     *
     * @param trace the traceparent of what read the page; null if there is none
     * @throws JournalUnavailableException the page, or a part of it, was not stored; it may be appended again
     */
    PageResult append(UUID connectionId, List<PolledCandidate> page, @Nullable String trace) {
        var reading = new Reading(connectionId, clock.instant(), trace);
        var rows = newestOfEachRecord(page).stream()
                .map(row -> PolledEntry.of(row, ids.generate(), reading.receivedAt(), records))
                .toList();
        turn.lock();
        try {
            var outcome = store(reading, rows);
            if (!outcome.news.isEmpty() || outcome.quarantined > 0) {
                commits.happened();
            }
            outcome.news.forEach(event -> meters.counter(
                            "pipestream.events.stored", "source", event.source().word())
                    .increment());
            var known = page.size() - outcome.rowsWithNews - outcome.quarantined;
            return new PageResult(outcome.news.size(), known, outcome.news);
        } catch (PostgresException e) {
            throw new JournalUnavailableException(Reason.POSTGRES, "the page was not committed", e);
        } finally {
            turn.unlock();
        }
    }

    /** Keeps a row for an operator, once however often it is read, and blocks until it is durable. */
    void quarantine(UUID connectionId, byte[] row, String reason) {
        try {
            if (quarantine.add(EventIds.ofRow(connectionId, row), connectionId, clock.instant(), row, reason)) {
                LOG.warnf("polled row quarantined connection=%s reason=\"%s\"", connectionId, reason);
            }
        } catch (PostgresException e) {
            throw new JournalUnavailableException(Reason.POSTGRES, "the row was not committed", e);
        }
    }

    private Outcome store(Reading reading, List<PolledEntry> rows) {
        if (rows.isEmpty()) {
            return new Outcome(List.of(), 0, 0);
        }
        try {
            return appendNews(reading, rows);
        } catch (PostgresException e) {
            if (!e.isCausedByTheValues()) {
                throw e;
            }
            if (rows.size() > 1) {
                var half = rows.size() / 2;
                return store(reading, rows.subList(0, half)).and(store(reading, rows.subList(half, rows.size())));
            }
            LOG.warnf(e, "polled row cannot be stored connection=%s", reading.connectionId());
            quarantine(reading.connectionId(), rows.getFirst().raw(), "the event cannot be stored");
            return new Outcome(List.of(), 0, 1);
        }
    }

    private Outcome appendNews(Reading reading, List<PolledEntry> rows) {
        var sifted = repository.sift(rows);
        var maybeNews = rows.stream()
                .map(row -> row.only(sifted.eventIds()))
                .filter(row -> !row.candidates().isEmpty())
                .toList();
        if (maybeNews.isEmpty()) {
            return new Outcome(List.of(), 0, 0);
        }
        var stored = repository.append(reading, maybeNews, sifted.upto());
        var observations = new HashMap<UUID, Observation>();
        maybeNews.forEach(row -> row.candidates()
                .forEach(candidate -> observations.put(candidate.event().id(), candidate.observation())));
        var rowsWithNews = (int) maybeNews.stream()
                .filter(row -> row.candidates().stream()
                        .anyMatch(candidate -> stored.contains(candidate.event().id())))
                .count();
        var news = stored.stream().map(observations::get).toList();
        return new Outcome(news, rowsWithNews, 0);
    }

    /** A page may show a record twice, before and after a change; the older state must not follow the newer one. */
    private static List<PolledCandidate> newestOfEachRecord(List<PolledCandidate> page) {
        Map<String, PolledCandidate> newest = new LinkedHashMap<>();
        for (var row : page) {
            var observation = row.latest() == null ? row.created() : row.latest();
            if (observation != null) {
                newest.merge(observation.record().key(), row, PolledRows::newer);
            }
        }
        return List.copyOf(newest.values());
    }

    private static PolledCandidate newer(PolledCandidate one, PolledCandidate other) {
        var isOther = time(other.latest()).compareTo(time(one.latest())) >= 0;
        var newer = isOther ? other : one;
        var older = isOther ? one : other;
        return newer.created() != null ? newer : new PolledCandidate(older.created(), newer.latest(), newer.raw());
    }

    private static Instant time(@Nullable Observation observation) {
        var at = observation == null ? null : observation.occurredAt();
        return at == null ? Instant.MIN : at;
    }
}

package io.pipestream.journal;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.pipestream.event.Source;
import io.pipestream.journal.JournalUnavailableException.Reason;
import io.pipestream.platform.PostgresException;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Commits a batch and answers each of its entries, whatever happens: nobody is left waiting. */
@Singleton
class BatchCommitter {

    private static final Logger LOG = Logger.getLogger(BatchCommitter.class);

    private final JournalRepository repository;
    private final Commits commits;
    private final RecentEvents recent;
    private final AppendSpans spans;
    private final Duration patience;
    private final Timer commitTime;
    private final Map<String, Counter> stored = new HashMap<>();

    BatchCommitter(
            JournalRepository repository,
            Commits commits,
            RecentEvents recent,
            AppendSpans spans,
            JournalConfig config,
            MeterRegistry meters) {
        this.repository = repository;
        this.commits = commits;
        this.recent = recent;
        this.spans = spans;
        this.patience = config.commitTimeout();
        this.commitTime = meters.timer("pipestream.journal.commit");
        for (var source : Source.values()) {
            stored.put(source.word(), meters.counter("pipestream.events.stored", "source", source.word()));
        }
    }

    /**
     * Commits the batch; an entry whose values cannot be stored goes to quarantine, without what cannot be stored, and
     * costs its neighbours nothing.
     *
     * @return false if Postgres did not take it, so that what waits behind it need not wait for the same
     */
    boolean commit(List<Entry> batch) {
        try {
            committed(batch, commitTime.recordCallable(() -> append(batch)));
            return true;
        } catch (PostgresException e) {
            if (e.isCausedByTheValues()) {
                return isolate(batch, e);
            }
            LOG.errorf(e, "journal unavailable; refused batch=%d", batch.size());
            failed(batch, e);
            return false;
        } catch (Exception | Error e) {
            LOG.errorf(e, "journal failed; refused batch=%d", batch.size());
            failed(batch, e);
            return true;
        }
    }

    /** Tells the entries that they may not be stored. */
    void refuse(List<Entry> batch, Reason reason, Throwable cause) {
        var failure = new JournalUnavailableException(reason, "the delivery was not committed", cause);
        batch.forEach(entry -> entry.answerWith(failure));
    }

    private void failed(List<Entry> batch, Throwable cause) {
        refuse(batch, Reason.POSTGRES, cause);
        spans.failed(batch);
    }

    /**
     * A pooled connection may have died since it was last used, so a quick failure gets a second chance. The first
     * attempt may have committed before its connection broke: then the second finds it all there.
     */
    private Map<UUID, Long> append(List<Entry> batch) {
        var start = System.nanoTime();
        try {
            return repository.append(batch);
        } catch (PostgresException e) {
            if (e.isCausedByTheValues() || System.nanoTime() - start > patience.toNanos()) {
                throw e;
            }
            var news = new HashMap<>(repository.append(batch));
            news.putAll(repository.storedBy(batch));
            return news;
        }
    }

    private boolean isolate(List<Entry> batch, PostgresException cause) {
        if (batch.size() > 1) {
            return batch.stream().map(entry -> commit(List.of(entry))).reduce(true, Boolean::logicalAnd);
        }
        var culprit = batch.getFirst();
        var simpler = culprit.simpler();
        if (simpler == null) {
            LOG.errorf(
                    cause, "a body was refused delivery=%s", culprit.delivery().id());
            failed(batch, cause);
            return true;
        }
        LOG.warnf(
                cause,
                "delivery quarantined delivery=%s reason=\"%s\"",
                culprit.delivery().id(),
                simpler.reason());
        return commit(List.of(simpler));
    }

    /** Counts and answers what is in the journal now. */
    void committed(List<Entry> batch, Map<UUID, Long> news) {
        recent.add(batch, news);
        commits.happened();
        for (var entry : batch) {
            var event = entry.event();
            if (event == null) {
                entry.answerWith(Appended.QUARANTINED);
            } else if (news.containsKey(entry.delivery().id())) {
                Objects.requireNonNull(stored.get(event.source())).increment();
                entry.answerWith(Appended.STORED);
            } else {
                entry.answerWith(Appended.DUPLICATE);
            }
        }
        spans.committed(batch, news);
    }
}

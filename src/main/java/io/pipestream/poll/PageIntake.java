package io.pipestream.poll;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.catalogue.Catalogue;
import io.pipestream.connection.Connections;
import io.pipestream.drift.DriftLog;
import io.pipestream.event.Observation;
import io.pipestream.event.Source;
import io.pipestream.journal.Journal;
import io.pipestream.journal.PolledCandidate;
import io.pipestream.normalise.PolledRow;
import io.pipestream.normalise.PolledRow.Readable;
import io.pipestream.normalise.PolledRow.Unreadable;
import io.pipestream.normalise.RowNormaliser;
import io.pipestream.normalise.RowShape;
import io.pipestream.pipedrive.Row;
import io.pipestream.spool.Keeping;
import io.pipestream.trace.Tracing;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Takes a page in: reads its rows, and has those that may be news committed at once. Rows that are not understood go to
 * quarantine. Taking a page again changes nothing, so whoever stores a position does it afterwards.
 */
@Singleton
class PageIntake {

    private static final Duration COMMITTED_WITHIN = Duration.ofSeconds(60);

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final RowNormaliser normaliser;
    private final Journal journal;
    private final PollMetrics metrics;
    private final DriftLog drift;
    private final Catalogue catalogue;
    private final Keeping keeping;
    private final Tracing tracing;

    // One more than the usual six: a page is waited for, named, committed and accounted for here.
    PageIntake(
            RowNormaliser normaliser,
            Journal journal,
            PollMetrics metrics,
            DriftLog drift,
            Catalogue catalogue,
            Keeping keeping,
            Tracing tracing) {
        this.normaliser = normaliser;
        this.journal = journal;
        this.metrics = metrics;
        this.drift = drift;
        this.catalogue = catalogue;
        this.keeping = keeping;
        this.tracing = tracing;
    }

    /**
     * How rows are to be read.
     *
     * @param source how they came
     * @param window what of them is ours to tell
     * @param wanted what is subscribed to
     */
    record Reading(Connections.Ref connection, Source source, Window window, Predicate<Observation> wanted) {}

    /**
     * Whether a page may be taken in. While deliveries of an outage wait to be drained it may not: it shows newer states
     * of their records, and what they tell would follow it. Blocking, for some seconds at most.
     */
    boolean isOpen() {
        try {
            return keeping.awaitDirect(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Completes when everything of the page is committed. Blocking.
     *
     * @return what was news
     * @throws RuntimeException if the journal did not take it; then the page has to be taken again
     */
    List<Observation> take(List<Row> rows, Reading reading) {
        var about = Map.of(
                "pipestream.connection.id", reading.connection().id().toString(),
                "pipestream.source", reading.source().word());
        return tracing.within("poll page", about, () -> takeAll(rows, reading));
    }

    private List<Observation> takeAll(List<Row> rows, Reading reading) {
        var candidates = new ArrayList<PolledCandidate>();
        for (var row : rows) {
            var data = row.data();
            if (data == null) {
                // Pipedrive shows that something was there, and nothing of it.
                metrics.row(reading.source(), PollMetrics.Outcome.EMPTY);
                continue;
            }
            switch (read(row, data, reading)) {
                case Readable readable -> {
                    metrics.row(reading.source(), PollMetrics.Outcome.READ);
                    drift.read(readable.added());
                    var candidate = reading.window().candidate(readable, reading.wanted(), bytes(data));
                    if (candidate != null) {
                        candidates.add(named(candidate));
                    }
                }
                case Unreadable(var reason) -> {
                    metrics.row(reading.source(), PollMetrics.Outcome.UNREADABLE);
                    journal.quarantine(reading.connection().id(), bytes(data), reason)
                            .await()
                            .atMost(COMMITTED_WITHIN);
                }
            }
        }
        if (candidates.isEmpty()) {
            return List.of();
        }
        if (!isOpen()) {
            throw new IllegalStateException("deliveries that were kept elsewhere came up while the page was read");
        }
        var news = journal.appendPolled(reading.connection().id(), candidates)
                .await()
                .atMost(COMMITTED_WITHIN)
                .news();
        news.forEach(drift::turnedOutNews);
        return news;
    }

    private PolledCandidate named(PolledCandidate row) {
        var created = row.created();
        var latest = row.latest();
        return new PolledCandidate(
                created == null ? null : catalogue.name(created),
                latest == null ? null : catalogue.name(latest),
                row.raw());
    }

    /** When the row last changed, by Pipedrive's clock; null if it does not say. Stores nothing. */
    @Nullable
    Instant changedAt(Row row, Connections.Ref connection, Source source) {
        var data = row.data();
        if (data == null) {
            return null;
        }
        var reading = new Reading(connection, source, new Window(Instant.EPOCH, null), any -> false);
        return read(row, data, reading) instanceof Readable readable ? readable.updatedAt() : null;
    }

    private PolledRow read(Row row, ObjectNode data, Reading reading) {
        var connection = reading.connection();
        var domain = connection.account().companyDomain();
        return normaliser.normalise(
                row.object(),
                data,
                RowShape.valueOf(row.shape().name()),
                connection.companyId(),
                domain == null ? null : domain + ".pipedrive.com",
                reading.source());
    }

    private static byte[] bytes(ObjectNode data) {
        return data.toString().getBytes(UTF_8);
    }
}

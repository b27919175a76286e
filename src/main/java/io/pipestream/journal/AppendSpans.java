package io.pipestream.journal;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.pipestream.trace.Tracing;
import jakarta.inject.Singleton;

/** A span for each delivery that was appended: from its place in the queue to the answer, with what became of it. */
@Singleton
class AppendSpans {

    private final Tracing tracing;

    AppendSpans(Tracing tracing) {
        this.tracing = tracing;
    }

    /** They are committed. Whoever waits for an answer has it already. */
    void committed(List<Entry> batch, Map<UUID, Long> news) {
        if (!tracing.isOn()) {
            return;
        }
        var now = System.nanoTime();
        for (var entry : batch) {
            if (entry.trace() == null) {
                continue;
            }
            var span = tracing.beginPast("journal append", entry.trace(), now - entry.since())
                    .with("pipestream.delivery.id", entry.delivery().id().toString())
                    .with("pipestream.outcome", outcome(entry, news))
                    .with("pipestream.batch.size", batch.size());
            var event = entry.event();
            if (event != null) {
                span.with("pipestream.event.id", event.id().toString());
            }
            span.end();
        }
    }

    /** It is not known whether they are stored; the delivery is kept elsewhere, or refused. */
    void failed(List<Entry> batch) {
        if (!tracing.isOn()) {
            return;
        }
        var now = System.nanoTime();
        for (var entry : batch) {
            if (entry.trace() != null) {
                tracing.beginPast("journal append", entry.trace(), now - entry.since())
                        .with("pipestream.delivery.id", entry.delivery().id().toString())
                        .fail("not_committed");
            }
        }
    }

    private static String outcome(Entry entry, Map<UUID, Long> news) {
        if (entry.event() == null) {
            return "quarantined";
        }
        return news.containsKey(entry.delivery().id()) ? "stored" : "duplicate";
    }
}

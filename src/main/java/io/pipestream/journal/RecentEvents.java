package io.pipestream.journal;

import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.pipestream.event.Source;
import jakarta.inject.Singleton;

/**
 * The events of this instance's last commits, bounded in bytes: most are relayed within milliseconds and need not be
 * read back. What is not here is in Postgres. The oldest go first, for events of shards that another instance relays
 * are never asked for.
 */
@Singleton
class RecentEvents {

    private final long limit;
    private final LinkedHashMap<Long, PendingEvent> bySeq = new LinkedHashMap<>();
    private long bytes;

    RecentEvents(JournalConfig config) {
        this.limit = config.recentBytes();
    }

    /** @param news the event numbers of the deliveries that were news */
    synchronized void add(List<Entry> committed, Map<UUID, Long> news) {
        for (var entry : committed) {
            var event = entry.event();
            var seq = news.get(entry.delivery().id());
            if (event != null && seq != null && event.record().length() <= limit) {
                var pending = pending(seq, event, entry);
                if (bySeq.put(seq, pending) == null) {
                    bytes += pending.record().length();
                }
            }
        }
        var oldest = bySeq.values().iterator();
        while (bytes > limit && oldest.hasNext()) {
            bytes -= oldest.next().record().length();
            oldest.remove();
        }
    }

    /** Those of the events that are here. */
    synchronized Map<Long, PendingEvent> find(Collection<Long> seqs) {
        var found = HashMap.<Long, PendingEvent>newHashMap(seqs.size());
        for (var seq : seqs) {
            var event = bySeq.get(seq);
            if (event != null) {
                found.put(seq, event);
            }
        }
        return found;
    }

    synchronized void forget(Collection<Published> published) {
        for (var settled : published) {
            var event = bySeq.remove(settled.seq());
            if (event != null) {
                bytes -= event.record().length();
            }
        }
    }

    /** As it would be read back: Postgres keeps microseconds. */
    private static PendingEvent pending(long seq, Entry.NewEvent event, Entry entry) {
        return new PendingEvent(
                seq,
                event.id(),
                event.companyId(),
                event.object(),
                event.recordId(),
                event.action(),
                event.host(),
                event.occurredAt().truncatedTo(ChronoUnit.MICROS),
                entry.delivery().receivedAt().truncatedTo(ChronoUnit.MICROS),
                Source.of(event.source()).ingestPath(),
                event.record(),
                entry.trace());
    }
}

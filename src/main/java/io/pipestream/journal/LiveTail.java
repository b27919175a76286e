package io.pipestream.journal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

import io.pipestream.platform.Cursor;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import org.jspecify.annotations.Nullable;

/**
 * Follows the journal for whoever has no Kafka client. It reads Postgres, so it shows events of every instance; its own
 * commits wake it at once, others within {@link #LOOK_AGAIN}.
 */
@Singleton
class LiveTail {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    /** Readers of a busy journal share its events out in handfuls instead of asking after every commit. */
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);

    /** Proxies drop silent connections, usually after a minute. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private static final int BATCH = 200;

    private final EventRepository events;
    private final Commits commits;
    private final Sse sse;
    private final ExecutorService threads;

    LiveTail(EventRepository events, Commits commits, Sse sse, @VirtualThreads ExecutorService threads) {
        this.events = events;
        this.commits = commits;
        this.sse = sse;
        this.threads = threads;
    }

    /** Events after this place, or from now on if it is null; ends only when the reader leaves. */
    Multi<OutboundSseEvent> follow(EventFilter filter, @Nullable Long afterSeq) {
        return Multi.createBy()
                .repeating()
                .uni(
                        () -> new Position(filter, afterSeq),
                        position -> Uni.createFrom().item(() -> next(position)).runSubscriptionOn(threads))
                .indefinitely()
                .onItem()
                .<OutboundSseEvent>transformToMultiAndConcatenate(
                        batch -> Multi.createFrom().iterable(batch));
    }

    /** Blocks until there is something to send: events, or a heartbeat. */
    private List<OutboundSseEvent> next(Position position) {
        var start = System.nanoTime();
        try {
            while (System.nanoTime() - start < HEARTBEAT.toNanos()) {
                var seen = commits.count();
                var found = position.read();
                if (!found.isEmpty()) {
                    return found;
                }
                commits.await(seen, LOOK_AGAIN);
                TimeUnit.NANOSECONDS.sleep(SHORTEST_PAUSE.toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return List.of(sse.newEventBuilder().comment("still here").build());
    }

    /** How far one reader has come. */
    private final class Position {

        private final EventFilter filter;
        private @Nullable Long seq;

        Position(EventFilter filter, @Nullable Long afterSeq) {
            this.filter = filter;
            this.seq = afterSeq;
        }

        /** What there is between here and the journal's end; what does not pass the filter is not read twice. */
        List<OutboundSseEvent> read() {
            var end = events.newestSeq();
            if (seq == null) {
                seq = end;
                return List.of(sse.newEventBuilder()
                        .id(Cursor.of(end))
                        .comment("following from here")
                        .build());
            }
            if (end <= seq) {
                return List.of();
            }
            var found = events.between(filter, seq, end, BATCH);
            seq = found.size() < BATCH ? (Long) end : (Long) found.getLast().sequence();
            var batch = new ArrayList<OutboundSseEvent>(found.size());
            found.forEach(event -> batch.add(message(event)));
            return batch;
        }
    }

    private OutboundSseEvent message(StoredEvent event) {
        return sse.newEventBuilder()
                .id(Cursor.of(event.sequence()))
                .name(event.type())
                .mediaType(MediaType.APPLICATION_JSON_TYPE)
                .data(StoredEvent.class, event)
                .build();
    }
}

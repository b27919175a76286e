package io.pipestream.journal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

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
 * commits wake it at once, others within {@link #LOOK_AGAIN}. For a slow reader it reads slowly: no more than a batch waits
 * for anybody.
 */
@Singleton
public class LiveTail {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    /** Readers of a busy journal share its events out in handfuls instead of asking after every commit. */
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);

    /** Proxies drop silent connections, usually after a minute. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private static final int BATCH = 200;

    /** Characters of records that wait for a reader, or one record. */
    private static final long LARGEST_BATCH = 4_000_000;

    private final EventRepository events;
    private final StretchRepository stretches;
    private final Commits commits;
    private final Sse sse;
    private final ExecutorService threads;

    LiveTail(
            EventRepository events,
            StretchRepository stretches,
            Commits commits,
            Sse sse,
            @VirtualThreads ExecutorService threads) {
        this.events = events;
        this.stretches = stretches;
        this.commits = commits;
        this.sse = sse;
        this.threads = threads;
    }

    /** What was read of the journal, as messages, and up to where. */
    private record Batch(List<OutboundSseEvent> messages, long through) {}

    @FunctionalInterface
    private interface Reading {
        Batch read(long after, long upto);
    }

    /** Events after this place, or from now on if it is null; ends only when the reader leaves. */
    Multi<OutboundSseEvent> follow(EventFilter filter, @Nullable Long afterSeq) {
        return follow(
                (after, upto) -> {
                    var found = events.between(filter, after, upto, BATCH);
                    var through = found.size() < BATCH ? upto : found.getLast().sequence();
                    return new Batch(found.stream().map(this::message).toList(), through);
                },
                afterSeq);
    }

    /**
     * The same with messages of the caller's.
     *
     * @param telling makes the message of an event, whose id has to be {@link Cursor#of} its number; null if the reader is
     *     not to be told of it
     */
    public Multi<OutboundSseEvent> follow(
            EventSelection selection,
            @Nullable Long afterSeq,
            Function<PendingEvent, @Nullable OutboundSseEvent> telling) {
        return follow(
                (after, upto) -> {
                    var found = stretches.read(new Stretch(selection, after, upto, null), BATCH, LARGEST_BATCH);
                    var messages = new ArrayList<OutboundSseEvent>();
                    found.forEach(event -> {
                        var message = telling.apply(event);
                        if (message != null) {
                            messages.add(message);
                        }
                    });
                    return new Batch(
                            messages, found.isEmpty() ? upto : found.getLast().seq());
                },
                afterSeq);
    }

    private Multi<OutboundSseEvent> follow(Reading reading, @Nullable Long afterSeq) {
        return Multi.createBy()
                .repeating()
                .uni(
                        () -> new Position(reading, afterSeq),
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
                if (!position.isBehind()) {
                    commits.await(seen, LOOK_AGAIN);
                    TimeUnit.NANOSECONDS.sleep(SHORTEST_PAUSE.toNanos());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return List.of(comment("still here", position.place()));
    }

    /** How far one reader has come. */
    private final class Position {

        private final Reading reading;
        private @Nullable Long seq;
        private long end;

        Position(Reading reading, @Nullable Long afterSeq) {
            this.reading = reading;
            this.seq = afterSeq;
        }

        /** What there is between here and the journal's end; what does not pass the filter is not read twice. */
        List<OutboundSseEvent> read() {
            end = stretches.end();
            if (seq == null) {
                seq = end;
                return List.of(comment("following from here", end));
            }
            if (end <= seq) {
                return List.of();
            }
            var batch = reading.read(seq, end);
            seq = batch.through();
            return batch.messages();
        }

        boolean isBehind() {
            return seq != null && seq < end;
        }

        long place() {
            return seq == null ? end : seq;
        }
    }

    /** The id of a message without data counts too, so whoever reconnects passes over what was not for him. */
    private OutboundSseEvent comment(String text, long place) {
        return sse.newEventBuilder().id(Cursor.of(place)).comment(text).build();
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

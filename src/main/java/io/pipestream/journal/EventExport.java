package io.pipestream.journal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/**
 * Writes events out in the order of the journal, up to where it ended when this began. The next part is read when the
 * reader has taken the last one, by a statement of its own: a slow reader keeps one part in memory and nothing open in
 * Postgres.
 */
@Singleton
class EventExport {

    /** Events in a part; large ones end it earlier. */
    private static final int PART = 500;

    private static final long FIRST_STRETCH = 10_000;

    private final EventRepository events;
    private final PlaceRepository places;
    private final ObjectMapper json;
    private final ExecutorService threads;
    private final AtomicInteger running;

    EventExport(
            EventRepository events,
            PlaceRepository places,
            ObjectMapper json,
            @VirtualThreads ExecutorService threads,
            MeterRegistry meters) {
        this.events = events;
        this.places = places;
        this.json = json;
        this.threads = threads;
        this.running = new AtomicInteger();
        meters.gauge("pipestream.exports.running", running);
    }

    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    private record Chunk(byte[] bytes, boolean isLast) {}

    /** The export's bytes; it ends when the subscriber cancels. */
    Multi<byte[]> of(EventFilter filter, ExportFormat format, boolean gzip, long limit) {
        return Multi.createBy()
                .repeating()
                .uni(
                        () -> new Course(filter, format, gzip, limit),
                        course -> Uni.createFrom().item(course::next).runSubscriptionOn(threads))
                .whilst(chunk -> !chunk.isLast())
                .filter(chunk -> chunk.bytes().length > 0)
                .map(Chunk::bytes)
                .onSubscription()
                .invoke(running::incrementAndGet)
                .onTermination()
                .invoke(running::decrementAndGet);
    }

    /** How far one export has come. */
    private final class Course {

        private final EventFilter filter;
        private final ByteArrayOutputStream ready = new ByteArrayOutputStream();
        private final OutputStream out;
        private final ExportFormat.Lines lines;
        private final long end;
        private long after;
        private long rest;
        private long stretch = FIRST_STRETCH;

        Course(EventFilter filter, ExportFormat format, boolean gzip, long limit) {
            this.filter = filter;
            this.rest = limit;
            var ends = places.ends();
            this.after = Math.max(ends.first(), filter.sequenceFrom() == null ? 0 : filter.sequenceFrom()) - 1;
            this.end = Math.min(ends.last(), filter.sequenceTo() == null ? Long.MAX_VALUE : filter.sequenceTo());
            try {
                this.out = gzip ? new GZIPOutputStream(ready, true) : ready;
                this.lines = format.open(out, json);
            } catch (IOException e) {
                throw new UncheckedIOException("memory cannot fail", e);
            }
        }

        Chunk next() {
            try {
                if (after < end && rest > 0) {
                    writePart();
                }
                var isLast = after >= end || rest <= 0;
                if (isLast) {
                    out.close();
                } else {
                    out.flush();
                }
                var bytes = ready.toByteArray();
                ready.reset();
                return new Chunk(bytes, isLast);
            } catch (IOException e) {
                throw new UncheckedIOException("memory cannot fail", e);
            }
        }

        /** Of a stretch that gets longer while nothing is found, so that no statement takes for ever. */
        private void writePart() throws IOException {
            var upto = end - after > stretch ? after + stretch : end;
            var part = events.part(filter, after, upto, (int) Math.min(PART, rest));
            for (var event : part.events()) {
                lines.write(event);
            }
            lines.flush();
            rest -= part.events().size();
            after = part.isAll() ? upto : part.events().getLast().sequence();
            stretch = part.events().isEmpty() ? Math.min(stretch * 2, 64 * FIRST_STRETCH) : FIRST_STRETCH;
        }
    }
}

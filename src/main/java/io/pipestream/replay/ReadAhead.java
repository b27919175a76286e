package io.pipestream.replay;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

import io.pipestream.journal.PendingEvent;
import io.pipestream.journal.Stretch;
import io.pipestream.journal.StretchRepository;
import org.jspecify.annotations.Nullable;

/** Reads the next events of a stretch while the last ones are being sent, on a thread of its own. */
final class ReadAhead implements AutoCloseable {

    /** What one reading came to. */
    private sealed interface Read {

        /** Events; none at the end. */
        record Events(List<PendingEvent> events) implements Read {}

        record Failed(RuntimeException why) implements Read {}
    }

    private final StretchRepository journal;
    private final Stretch stretch;
    private final IntSupplier size;
    private final long characters;
    private final BlockingQueue<Read> read = new ArrayBlockingQueue<>(1);
    private final Thread thread;

    private ReadAhead(StretchRepository journal, Stretch stretch, IntSupplier size, long characters, String name) {
        this.journal = journal;
        this.stretch = stretch;
        this.size = size;
        this.characters = characters;
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    /**
     * Begins to read.
     *
     * @param size       how many events to read at once; asked each time
     * @param characters what their records may come to
     */
    static ReadAhead start(StretchRepository journal, Stretch stretch, IntSupplier size, long characters, String name) {
        var ahead = new ReadAhead(journal, stretch, size, characters, name);
        ahead.thread.start();
        return ahead;
    }

    /** The next events; none at the end, null if they are not there yet. */
    @Nullable
    List<PendingEvent> next(Duration atMost) throws InterruptedException {
        var next = read.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
        if (next == null) {
            return null;
        }
        return switch (next) {
            case Read.Events(var events) -> events;
            case Read.Failed(var why) -> throw why;
        };
    }

    private void run() {
        try {
            var rest = stretch;
            while (true) {
                var events = journal.read(rest, size.getAsInt(), characters);
                read.put(new Read.Events(events));
                if (events.isEmpty()) {
                    return;
                }
                rest = rest.after(events.getLast().seq());
            }
        } catch (InterruptedException e) {
            // Nobody wants more.
        } catch (RuntimeException e) {
            fail(e);
        } catch (Error e) {
            fail(new IllegalStateException("reading ahead failed", e));
        }
    }

    private void fail(RuntimeException why) {
        try {
            read.put(new Read.Failed(why));
        } catch (InterruptedException e) {
            // Nobody wants to know.
        }
    }

    /** What is being read is thrown away. */
    @Override
    public void close() {
        thread.interrupt();
    }
}

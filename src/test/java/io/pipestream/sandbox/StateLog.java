package io.pipestream.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The append-only file {@code sandbox.ndjson}. A line is handed to the operating system before the change it describes
 * is answered or delivered, so a killed process forgets nothing that anybody saw; a power failure may lose the last
 * moments. One process at a time: {@code sandbox.lock} is held while open.
 */
final class StateLog implements AutoCloseable {

    private final Path file;
    private final FileChannel lock;
    private @Nullable FileChannel out;

    private StateLog(Path file, FileChannel lock) {
        this.file = file;
        this.lock = lock;
    }

    static StateLog open(Path directory) {
        try {
            Files.createDirectories(directory);
            var lock = FileChannel.open(directory.resolve("sandbox.lock"), CREATE, WRITE);
            if (!locks(lock)) {
                lock.close();
                throw new IllegalStateException("another sandbox is using " + directory + "; stop it first");
            }
            return new StateLog(directory.resolve("sandbox.ndjson"), lock);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the sandbox's state in " + directory, e);
        }
    }

    private static boolean locks(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // another sandbox of this JVM holds it
        }
    }

    /** Hands every line to {@code reader}, oldest first. A torn last line is left out: nobody was told of it. */
    void replay(Consumer<JsonObject> reader) {
        if (!Files.exists(file)) {
            return;
        }
        // A reader that replaces malformed bytes: the torn line may end within a character.
        try (var reading = new BufferedReader(new InputStreamReader(Files.newInputStream(file), UTF_8))) {
            var number = 0;
            for (var each = reading.lines().iterator(); each.hasNext(); ) {
                var line = each.next();
                number++;
                var entry = decode(line, number, each);
                if (entry != null) {
                    reader.accept(entry);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private @Nullable JsonObject decode(String line, int number, Iterator<String> rest) {
        try {
            return new JsonObject(line);
        } catch (DecodeException e) {
            if (rest.hasNext()) {
                throw new IllegalStateException(file + " is damaged in line " + number, e);
            }
            return null;
        }
    }

    /** Replaces the file by these entries in one step and goes on behind them. */
    void compact(Stream<JsonObject> entries) {
        var fresh = file.resolveSibling("sandbox.ndjson.new");
        try {
            try (var channel = FileChannel.open(fresh, CREATE, WRITE, TRUNCATE_EXISTING)) {
                for (var entry : (Iterable<JsonObject>) entries::iterator) {
                    write(channel, entry);
                }
                channel.force(true);
            }
            Files.move(fresh, file, ATOMIC_MOVE);
            out = FileChannel.open(file, WRITE, APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + fresh, e);
        }
    }

    void append(List<JsonObject> entries) {
        var channel = out;
        if (channel == null) {
            throw new IllegalStateException("the log is read and compacted before anything is appended");
        }
        try {
            if (entries.size() == 1) {
                write(channel, entries.getFirst());
                return;
            }
            // One write for all: half a merge is never on disk, and many records at once are quick.
            var lines = new StringBuilder();
            entries.forEach(entry -> lines.append(entry.encode()).append('\n'));
            write(channel, lines.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static void write(FileChannel channel, JsonObject entry) throws IOException {
        write(channel, entry.encode() + '\n');
    }

    private static void write(FileChannel channel, String lines) throws IOException {
        var bytes = ByteBuffer.wrap(lines.getBytes(UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public void close() {
        var open = out;
        out = null;
        try (lock) {
            if (open != null) {
                open.force(true);
                open.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close " + file, e);
        }
    }
}

package io.pipestream.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Copies the service's output to a file, shows some of it, and remembers the last lines for when it fails. */
final class ServiceLog {

    /** A line as Quarkus writes it: date, time, level. */
    private static final Pattern WARNING = Pattern.compile("^\\S+ \\S+ (WARN|ERROR|FATAL) .*");

    private static final int REMEMBERED_LINES = 40;
    private static final long MAX_CHARS = 20_000_000;

    private final Path file;
    private final Predicate<String> shown;
    private final Consumer<String> screen;
    private final Deque<String> lastLines = new ArrayDeque<>();

    private ServiceLog(Path file, Predicate<String> shown, Consumer<String> screen) {
        this.file = file;
        this.shown = shown;
        this.screen = screen;
    }

    /** Shows every line. */
    static ServiceLog verbose(Path file, Consumer<String> screen) {
        return new ServiceLog(file, line -> true, screen);
    }

    /** Shows warnings and worse. */
    static ServiceLog quiet(Path file, Consumer<String> screen) {
        return new ServiceLog(file, WARNING.asMatchPredicate(), screen);
    }

    /** Copies until the output ends, on a thread of its own. */
    Thread copy(InputStream output) {
        return Thread.ofPlatform().daemon().name("service-log").start(() -> {
            try (var lines = new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
                copyLines(lines);
            } catch (IOException e) {
                screen.accept("the service's log ends here: " + e.getMessage());
            }
        });
    }

    Path file() {
        return file;
    }

    synchronized List<String> tail() {
        return List.copyOf(lastLines);
    }

    /** Reads to the end whatever becomes of the file: a pipe that nobody empties would block the service. */
    private void copyLines(BufferedReader lines) throws IOException {
        try {
            copyToFiles(lines);
        } catch (IOException e) {
            screen.accept("the service's log is not written to " + file + " any more: " + e);
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                note(line);
            }
        }
    }

    private void copyToFiles(BufferedReader lines) throws IOException {
        while (true) {
            setAside();
            try (var writer = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                if (copyOneFile(lines, writer)) {
                    return;
                }
            }
        }
    }

    /** Returns true at the end of the output, false when the file is full. */
    private boolean copyOneFile(BufferedReader lines, Writer writer) throws IOException {
        long chars = 0;
        while (chars < MAX_CHARS) {
            var line = lines.readLine();
            if (line == null) {
                return true;
            }
            note(line);
            writer.write(line);
            writer.write('\n');
            writer.flush();
            chars += line.length();
        }
        return false;
    }

    private void note(String line) {
        remember(line);
        if (shown.test(line)) {
            screen.accept(line);
        }
    }

    private synchronized void remember(String line) {
        lastLines.addLast(line);
        if (lastLines.size() > REMEMBERED_LINES) {
            lastLines.removeFirst();
        }
    }

    /** Keeps one older file, so the log never takes more than twice its limit. */
    private void setAside() throws IOException {
        if (Files.exists(file)) {
            Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}

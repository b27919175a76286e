package io.pipestream.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.FileHandler;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.jboss.logmanager.formatters.PatternFormatter;

/** Keeps what the embedded servers log off the terminal. */
public final class ServerLogs {

    /** Complains when it is to stop a server that has stopped. */
    private static final Logger POSTGRES = Logger.getLogger("io.zonky.test");

    /** Held here because the log manager may forget a logger, and its level, when nobody refers to it. */
    private static final List<Logger> CHATTY = List.of(
            Logger.getLogger("kafka"), Logger.getLogger("org.apache.kafka"), Logger.getLogger("state.change.logger"));

    private ServerLogs() {}

    /** Leaves only what the servers call an error: their trouble reaches a test as an exception anyway. */
    public static void quiet() {
        CHATTY.forEach(logger -> logger.setLevel(Level.SEVERE));
        POSTGRES.setLevel(Level.OFF);
    }

    /** Shows nothing this JVM logs. */
    public static void off() {
        removeHandlers();
        quiet();
    }

    /**
     * Sends everything this JVM logs to a file of at most two times 10 MB.
     *
     * @param file a path; the older half has {@code .1} at its end
     */
    static void toFile(Path file) throws IOException {
        removeHandlers();
        CHATTY.forEach(logger -> logger.setLevel(Level.WARNING));
        POSTGRES.setLevel(Level.OFF);
        // In a handler's pattern % begins a placeholder.
        var pattern = file.toString().replace("%", "%%") + ".%g";
        var handler = new FileHandler(pattern, 10_000_000, 2, true);
        handler.setFormatter(new PatternFormatter("%d{yyyy-MM-dd HH:mm:ss,SSS} %-5p [%c] (%t) %s%e%n"));
        var root = Logger.getLogger("");
        root.addHandler(handler);
        root.setLevel(Level.INFO);
    }

    private static void removeHandlers() {
        var root = Logger.getLogger("");
        for (var handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
    }
}

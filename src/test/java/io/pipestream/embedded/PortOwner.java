package io.pipestream.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/** Finds out who listens on a port, where the system tells: on Linux, for processes we may look into. */
final class PortOwner {

    private static final String LISTENING = "0A";

    private PortOwner() {}

    /** For example {@code java -jar app.jar (process 4711)}; null if it cannot be known. */
    static @Nullable String of(int port) {
        var sockets = listeningSockets(port);
        if (sockets.isEmpty()) {
            return null;
        }
        return ProcessHandle.allProcesses()
                .filter(process -> holdsOne(process, sockets))
                .findFirst()
                .map(PortOwner::describe)
                .orElse(null);
    }

    private static String describe(ProcessHandle process) {
        var command = process.info()
                .commandLine()
                .or(() -> process.info().command())
                .orElse("a program")
                .replaceAll("\\s+", " ");
        var shown = command.length() > 80 ? command.substring(0, 77) + "..." : command;
        return shown + " (process " + process.pid() + ')';
    }

    /** Names of the sockets as they appear among a process's open files. */
    private static Set<String> listeningSockets(int port) {
        var suffix = String.format(Locale.ROOT, ":%04X", port);
        var sockets = new HashSet<String>();
        for (var table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            try {
                for (var line : Files.readAllLines(Path.of(table))) {
                    var fields = List.of(line.strip().split("\\s+", -1));
                    // slot, local address, remote address, state, ..., inode in the tenth place
                    if (fields.size() > 9
                            && fields.get(1).endsWith(suffix)
                            && fields.get(3).equals(LISTENING)) {
                        sockets.add("socket:[" + fields.get(9) + ']');
                    }
                }
            } catch (IOException notLinux) {
                return Set.of();
            }
        }
        return sockets;
    }

    private static boolean holdsOne(ProcessHandle process, Set<String> sockets) {
        try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
            return open.anyMatch(file -> sockets.contains(target(file)));
        } catch (IOException notOurs) {
            return false;
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }
}

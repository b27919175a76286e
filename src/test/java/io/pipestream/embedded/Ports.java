package io.pipestream.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The ports of one instance, all on 127.0.0.1.
 *
 * @param service  the service's HTTP port
 * @param sandbox  the simulated Pipedrive's
 * @param kafka    the broker's
 * @param postgres the database's
 */
public record Ports(int service, int sandbox, int kafka, int postgres) {

    static final Ports DEFAULT = new Ports(8080, 8090, 9092, 5433);

    /**
     * The ports for a value of {@code --port}.
     *
     * @param requested the service's port; null for the defaults, 0 for free ports everywhere
     */
    static Ports of(@Nullable Integer requested) {
        if (requested == null) {
            return DEFAULT;
        }
        if (requested != 0) {
            return new Ports(requested, DEFAULT.sandbox, DEFAULT.kafka, DEFAULT.postgres);
        }
        var free = free(4);
        return new Ports(free.get(0), free.get(1), free.get(2), free.get(3));
    }

    /** A port nobody listens on just now. Another program may take it before it is used. */
    public static int free() {
        return free(1).getFirst();
    }

    private static List<Integer> free(int count) {
        var held = new ArrayList<ServerSocket>();
        try {
            // All are held until the last is found, or the system might hand out the same one twice.
            while (held.size() < count) {
                held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on 127.0.0.1", e);
        } finally {
            held.forEach(Ports::close);
        }
    }

    /**
     * Checks that the ports can be had.
     *
     * @param wanted what would listen, and where
     * @throws LaunchException naming every port that is taken, and by which process where that can be known
     */
    static void requireFree(Map<String, Integer> wanted) {
        var problems = new ArrayList<String>();
        var seen = new HashMap<Integer, String>();
        wanted.forEach((name, port) -> {
            var other = seen.putIfAbsent(port, name);
            if (other != null) {
                problems.add("port " + port + " is wanted by " + other + " and by " + name);
            } else if (isTaken(port)) {
                var owner = PortOwner.of(port);
                problems.add("port " + port + " for " + name + " is taken" + (owner == null ? "" : " by " + owner));
            }
        });
        if (!problems.isEmpty()) {
            throw new LaunchException(String.join("\n", problems)
                    + "\n--port N moves the service; --port 0 picks free ports for everything.");
        }
    }

    /** Whether something listens there, on 127.0.0.1 or on every address. */
    static boolean isTaken(int port) {
        var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        // Some systems let us bind 127.0.0.1 beside a listener on every address, so ask both ways.
        try (var socket = new Socket()) {
            socket.connect(loopback, 500);
            return true;
        } catch (IOException nobodyAnswers) {
            try (var server = new ServerSocket()) {
                server.bind(loopback);
                return false;
            } catch (IOException notOurs) {
                return true;
            }
        }
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

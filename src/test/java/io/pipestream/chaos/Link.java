package io.pipestream.chaos;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/**
 * A way through the network that can be disturbed: passes TCP from a port of its own on to another. Many may use it at
 * once.
 */
final class Link implements AutoCloseable {

    /** What the network does. */
    enum State {
        /** Passes everything on. */
        OPEN,
        /** Hangs up on everybody. */
        CUT,
        /** Passes nothing on and says nothing. */
        SILENT
    }

    private final ServerSocket entrance;
    private final IntSupplier exit;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile State state = State.OPEN;
    private volatile long delayNanos;

    private Link(ServerSocket entrance, IntSupplier exit) {
        this.entrance = entrance;
        this.exit = exit;
    }

    /** To a port of this machine, asked for with each connection; nobody need listen there. */
    static Link to(IntSupplier exit) throws IOException {
        var link = new Link(new ServerSocket(0, 200, InetAddress.getLoopbackAddress()), exit);
        Thread.ofVirtual().name("link").start(link::accept);
        return link;
    }

    int port() {
        return entrance.getLocalPort();
    }

    void become(State next) {
        state = next;
        if (next == State.CUT) {
            open.forEach(Link::hangUp);
        }
    }

    /** Lets everything take so much longer, each way. */
    void delay(Duration delay) {
        delayNanos = delay.toNanos();
    }

    boolean isSilent() {
        return state == State.SILENT;
    }

    long delayNanos() {
        return delayNanos;
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        open.forEach(Link::hangUp);
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                var caller = entrance.accept();
                Thread.ofVirtual().name("link-caller").start(() -> connect(caller));
            } catch (IOException e) {
                // closed, or the caller is gone already; the loop tells
            }
        }
    }

    private void connect(Socket caller) {
        try (caller) {
            open.add(caller);
            if (state == State.CUT) {
                return;
            }
            try (var called = new Socket(InetAddress.getLoopbackAddress(), exit.getAsInt())) {
                open.add(called);
                caller.setTcpNoDelay(true);
                called.setTcpNoDelay(true);
                var back = Thread.ofVirtual().name("link-back").start(() -> new Pipe(this, called, caller).pass());
                new Pipe(this, caller, called).pass();
                back.join();
                open.remove(called);
            }
        } catch (IOException e) {
            // nobody there: the caller is hung up on
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(caller);
        }
    }

    static void hangUp(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is of no more use either way
        }
    }
}

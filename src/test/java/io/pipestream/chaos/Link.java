package io.pipestream.chaos;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
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

    private static final long LOOK_AGAIN_MILLIS = 10;

    private final ServerSocket entrance;
    private final IntSupplier exit;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile State state = State.OPEN;
    private volatile long delayNanos;

    /** Some bytes on their way; none at all end it. */
    private static final class Piece {

        private final byte[] bytes;
        private final long due;

        private Piece(byte[] bytes, long due) {
            this.bytes = bytes;
            this.due = due;
        }
    }

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
                var back = Thread.ofVirtual().name("link-back").start(() -> pass(called, caller));
                pass(caller, called);
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

    private void pass(Socket from, Socket to) {
        var pieces = new ArrayBlockingQueue<Piece>(256);
        Thread.ofVirtual().name("link-write").start(() -> write(pieces, from, to));
        var buffer = new byte[16_384];
        try {
            for (var read = from.getInputStream().read(buffer);
                    read > 0;
                    read = from.getInputStream().read(buffer)) {
                put(pieces, Arrays.copyOf(buffer, read), to);
            }
            put(pieces, new byte[0], to);
        } catch (IOException e) {
            hangUp(from);
            hangUp(to);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void put(BlockingQueue<Piece> pieces, byte[] bytes, Socket to) throws InterruptedException, IOException {
        var piece = new Piece(bytes, System.nanoTime() + delayNanos);
        while (!pieces.offer(piece, 1, TimeUnit.SECONDS)) {
            if (to.isClosed()) {
                throw new IOException("nobody takes it");
            }
        }
    }

    private void write(BlockingQueue<Piece> pieces, Socket from, Socket to) {
        try (from;
                to) {
            for (var piece = next(pieces, to); piece.bytes.length > 0; piece = next(pieces, to)) {
                to.getOutputStream().write(piece.bytes);
            }
        } catch (IOException e) {
            // one side hung up, and now the other does
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The next piece when it is time for it. */
    private Piece next(BlockingQueue<Piece> pieces, Socket to) throws InterruptedException, IOException {
        var piece = pieces.poll(1, TimeUnit.SECONDS);
        while (piece == null || state == State.SILENT || System.nanoTime() - piece.due < 0) {
            if (to.isClosed()) {
                throw new IOException("hung up");
            }
            if (piece == null) {
                piece = pieces.poll(1, TimeUnit.SECONDS);
            } else {
                TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
            }
        }
        return piece;
    }

    private static void hangUp(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is of no more use either way
        }
    }
}

package io.pipestream.chaos;

import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** One direction of a connection through a {@link Link}: bytes go in at once and come out when the link lets them. */
final class Pipe {

    private static final long LOOK_AGAIN_MILLIS = 10;

    private final Link link;
    private final Socket from;
    private final Socket to;
    private final BlockingQueue<Piece> pieces = new ArrayBlockingQueue<>(256);

    /** Some bytes on their way; none at all end it. */
    private static final class Piece {

        private final byte[] bytes;
        private final long due;

        private Piece(byte[] bytes, long due) {
            this.bytes = bytes;
            this.due = due;
        }
    }

    Pipe(Link link, Socket from, Socket to) {
        this.link = link;
        this.from = from;
        this.to = to;
    }

    /** Returns when one side has hung up; what was sent before still arrives. */
    void pass() {
        Thread.ofVirtual().name("link-write").start(this::write);
        var buffer = new byte[16_384];
        try {
            var in = from.getInputStream();
            for (var read = in.read(buffer); read > 0; read = in.read(buffer)) {
                put(Arrays.copyOf(buffer, read));
            }
            put(new byte[0]);
        } catch (IOException e) {
            Link.hangUp(from);
            Link.hangUp(to);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void put(byte[] bytes) throws InterruptedException, IOException {
        var piece = new Piece(bytes, System.nanoTime() + link.delayNanos());
        while (!pieces.offer(piece, 1, TimeUnit.SECONDS)) {
            throwIfHungUp();
        }
    }

    private void write() {
        try (from;
                to) {
            for (var piece = next(); piece.bytes.length > 0; piece = next()) {
                to.getOutputStream().write(piece.bytes);
            }
        } catch (IOException e) {
            // one side hung up, and now the other does
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The next piece when it is time for it. */
    private Piece next() throws InterruptedException, IOException {
        var piece = pieces.poll(1, TimeUnit.SECONDS);
        while (piece == null) {
            throwIfHungUp();
            piece = pieces.poll(1, TimeUnit.SECONDS);
        }
        while (link.isSilent() || System.nanoTime() - piece.due < 0) {
            throwIfHungUp();
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
        }
        return piece;
    }

    private void throwIfHungUp() throws IOException {
        if (to.isClosed()) {
            throw new IOException("hung up");
        }
    }
}

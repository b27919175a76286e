package io.pipestream.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * The way from Pipedrive to our door, which a test can cut: whoever comes in then is hung up on. Whether it is cut is a
 * property of the JVM, for the tests and what starts before them are loaded apart.
 */
public final class Cable implements AutoCloseable {

    private static final String CUT = "pipestream.test.cable-is-cut";

    private final ServerSocket entrance;
    private final int exit;

    private Cable(ServerSocket entrance, int exit) {
        this.entrance = entrance;
        this.exit = exit;
    }

    /** From a free port of this machine to the given one, where nobody need listen yet. */
    static Cable to(int exit) {
        mend();
        try {
            var cable = new Cable(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), exit);
            Thread.ofVirtual().name("cable").start(cable::accept);
            return cable;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void cut() {
        System.setProperty(CUT, "true");
    }

    public static void mend() {
        System.clearProperty(CUT);
    }

    int port() {
        return entrance.getLocalPort();
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                var caller = entrance.accept();
                Thread.ofVirtual().start(() -> connect(caller));
            } catch (IOException e) {
                // closed, or the caller is gone already; the loop tells
            }
        }
    }

    private void connect(Socket caller) {
        try (caller;
                var called = new Socket(InetAddress.getLoopbackAddress(), exit)) {
            var back = Thread.ofVirtual().start(() -> pass(called, caller));
            pass(caller, called);
            back.join();
        } catch (IOException e) {
            // nobody there: the caller is hung up on
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to) {
            pass(from.getInputStream(), to.getOutputStream());
        } catch (IOException e) {
            // one side hung up, and now the other does
        }
    }

    private static void pass(InputStream from, OutputStream to) throws IOException {
        var buffer = new byte[16_384];
        for (var read = from.read(buffer); read >= 0 && !Boolean.getBoolean(CUT); read = from.read(buffer)) {
            to.write(buffer, 0, read);
        }
    }

    @Override
    public void close() throws IOException {
        entrance.close();
    }
}

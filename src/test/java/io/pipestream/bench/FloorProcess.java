package io.pipestream.bench;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.pipestream.embedded.JavaCommand;
import io.pipestream.embedded.Ports;
import org.awaitility.Awaitility;

/**
 * A Quarkus REST endpoint that reads the body and answers 204, in a JVM of its own started as the service is: what the
 * framework does on this machine when nothing is kept. Its source is {@code src/test/floor}.
 */
final class FloorProcess implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    private final Process process;
    private final int port;

    private FloorProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts the packaged floor and returns when it listens. */
    static FloorProcess start(Path jar) throws IOException {
        var port = Ports.free();
        var builder = new ProcessBuilder(JavaCommand.of("-jar", jar.toString()))
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.INHERIT);
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        var floor = new FloorProcess(builder.start(), port);
        Awaitility.await("the floor listens").atMost(START_LIMIT).until(floor::listens);
        return floor;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port + "/");
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private boolean listens() {
        if (!process.isAlive()) {
            throw new IllegalStateException("the floor ended, exit code " + process.exitValue());
        }
        try (var connection = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return connection.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}

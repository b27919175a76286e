package io.pipestream.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.util.concurrent.TimeUnit;

import io.pipestream.embedded.JavaCommand;
import io.pipestream.embedded.Ports;

/** The {@link Floor} in a JVM of its own, started as the service is. */
final class FloorProcess implements AutoCloseable {

    private final Process process;
    private final int port;

    private FloorProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static FloorProcess start() throws IOException {
        var port = Ports.free();
        var process = new ProcessBuilder(JavaCommand.of(
                        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Floor.class.getName(),
                        Integer.toString(port)))
                .redirectError(Redirect.INHERIT)
                .start();
        var floor = new FloorProcess(process, port);
        var line = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8)).readLine();
        if (!"ready".equals(line)) {
            floor.close();
            throw new IOException("the floor did not start: " + line);
        }
        return floor;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port + "/");
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

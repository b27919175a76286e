package io.pipestream.embedded;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/** A broker as a process of its own, for tests that kill it and start it again at the same address. */
public final class KafkaProcess implements AutoCloseable {

    private static final Duration READY_LIMIT = Duration.ofMinutes(1);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);

    private static final String READY = "ready";

    private final Path folder;
    private final int port;
    private final Map<Integer, Integer> sides;
    private @Nullable Process process;

    /**
     * One that is not started yet.
     *
     * @param folder keeps everything
     * @param sides  further ports to listen on, each with the port that clients who come in there are sent to
     */
    public KafkaProcess(Path folder, int port, Map<Integer, Integer> sides) {
        this.folder = folder;
        this.port = port;
        this.sides = Map.copyOf(sides);
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** Starts it, and returns when it serves clients. */
    public void start() throws IOException, InterruptedException {
        var output = Files.createDirectories(folder).resolve("kafka.out");
        var command = JavaCommand.of(
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-cp",
                System.getProperty("java.class.path"),
                KafkaProcess.class.getName(),
                folder.toString(),
                Integer.toString(port));
        sides.forEach((listen, advertise) -> command.addAll(List.of(listen.toString(), advertise.toString())));
        var started = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(output.toFile()))
                .start();
        process = started;
        awaitReady(started, output);
    }

    /** Ends it as a power cut would (SIGKILL); returns when it is gone. */
    public void kill() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    @Override
    public void close() {
        if (process != null) {
            Processes.stop(process.toHandle(), STOP_PATIENCE);
        }
    }

    private void awaitReady(Process started, Path output) throws IOException, InterruptedException {
        var deadline = System.nanoTime() + READY_LIMIT.toNanos();
        while (!Files.readString(output).lines().anyMatch(READY::equals)) {
            if (started.waitFor(50, TimeUnit.MILLISECONDS) || System.nanoTime() - deadline > 0) {
                close();
                throw new LaunchException("Kafka is not ready; it said: " + Files.readString(output));
            }
        }
    }

    /** Runs a broker until it is told to stop, or until nobody is there any more who could. */
    public static void main(String[] arguments) throws Exception {
        var folder = Path.of(arguments[0]);
        ServerLogs.toFile(folder.resolve("kafka.log"));
        var sides = new HashMap<Integer, Integer>();
        for (int i = 2; i < arguments.length; i += 2) {
            sides.put(Integer.valueOf(arguments[i]), Integer.valueOf(arguments[i + 1]));
        }
        var kafka = EmbeddedKafka.start(folder.resolve("data"), Integer.parseInt(arguments[1]), sides);
        Runtime.getRuntime().addShutdownHook(new Thread(kafka::close, "stop"));
        System.out.println(READY);
        while (System.in.read() >= 0) {
            // whatever is said; only the end of it means something
        }
        System.exit(0);
    }
}

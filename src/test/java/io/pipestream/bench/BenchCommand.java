package io.pipestream.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pipestream.embedded.UpProcess;
import org.apache.commons.io.FileUtils;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./pipestream bench}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Starts everything on a temporary folder and measures how many deliveries a second the service keeps, next"
                    + " to an endpoint that keeps nothing.",
            "Exit code 1 if a delivery answered 204 is not in the topic exactly once. docs/performance.md tells more."
        })
public final class BenchCommand implements Callable<Integer> {

    private static final Duration START_LIMIT = Duration.ofMinutes(3);

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "15",
            description = "Length of each measured window (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "64",
            description = "Requests under way at a time (default: ${DEFAULT-VALUE}).")
    private int connections;

    @Option(
            names = "--events",
            paramLabel = "N",
            description =
                    "Measures something else instead: a journal of so many events next to an empty one, and what is"
                            + " asked of it. Ten million take half an hour to make and 40 GB; with --data, those of an earlier run"
                            + " are used.")
    private @Nullable Long events;

    @Option(names = "--data", paramLabel = "DIR", description = "Folder kept afterwards (default: a temporary one).")
    private @Nullable Path data;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "0",
            description = "Port of the service; 0, the default, picks free ports for everything.")
    private int port;

    @Option(
            names = "--jar",
            hidden = true,
            defaultValue = "${sys:pipestream.home:-.}/target/quarkus-app/quarkus-run.jar")
    private @Nullable Path jar;

    @Option(
            names = "--floor",
            hidden = true,
            defaultValue = "${sys:pipestream.home:-.}/target/floor/quarkus-app/quarkus-run.jar")
    private @Nullable Path floorJar;

    @Option(names = "--json", hidden = true, defaultValue = "${sys:pipestream.home:-.}/target/bench.json")
    private @Nullable Path json;

    @Override
    public Integer call() throws Exception {
        if (data != null) {
            return measure(data.toAbsolutePath().normalize());
        }
        var temporary = Files.createTempDirectory("pipestream-bench");
        try {
            return measure(temporary);
        } finally {
            FileUtils.deleteDirectory(temporary.toFile());
        }
    }

    private int measure(Path folder) throws Exception {
        return events == null ? measureFloor(folder) : measureLarge(folder, events);
    }

    private int measureLarge(Path folder, long many) throws Exception {
        var emptyFolder = Files.createTempDirectory("pipestream-bench-empty");
        System.out.println("Starting Pipestream on " + folder + " and on " + emptyFolder);
        try (var empty = UpProcess.start(emptyFolder, 0, require(jar));
                var large = UpProcess.start(folder, port, require(jar))) {
            var stop = new Thread(
                    () -> {
                        stop(empty);
                        stop(large);
                    },
                    "stop");
            Runtime.getRuntime().addShutdownHook(stop);
            var bench = new LargeBench(
                    empty.awaitReady(START_LIMIT),
                    large.awaitReady(START_LIMIT),
                    Duration.ofSeconds(seconds),
                    connections,
                    Bodies.ofThisMoment(Clock.systemUTC().millis()),
                    System.out);
            var report = bench.run(many);
            Runtime.getRuntime().removeShutdownHook(stop);
            System.out.println(report.table());
            write(report.json());
            return report.isGood() ? 0 : 1;
        } finally {
            FileUtils.deleteDirectory(emptyFolder.toFile());
        }
    }

    private int measureFloor(Path folder) throws Exception {
        System.out.println("Starting Pipestream on " + folder);
        try (var up = UpProcess.start(folder, port, require(jar))) {
            var stop = new Thread(() -> stop(up), "stop");
            Runtime.getRuntime().addShutdownHook(stop);
            var bodies = Bodies.ofThisMoment(Clock.systemUTC().millis());
            var bench = new Bench(
                    up.awaitReady(START_LIMIT),
                    up.parts(),
                    Duration.ofSeconds(seconds),
                    connections,
                    bodies,
                    require(floorJar),
                    System.out);
            var report = bench.run();
            Runtime.getRuntime().removeShutdownHook(stop);
            System.out.println(report.table());
            write(report.json());
            System.out.println(report.isExact() ? "exact" : "NOT EXACT: see the last three rows");
            return report.isExact() ? 0 : 1;
        }
    }

    private void write(Map<String, Object> report) throws IOException {
        Files.createDirectories(require(json).toAbsolutePath().getParent());
        new ObjectMapper()
                .writerWithDefaultPrettyPrinter()
                .writeValue(require(json).toFile(), report);
    }

    /** Ctrl-C reaches the child by itself, other signals do not. */
    private static void stop(UpProcess up) {
        try {
            up.close();
        } catch (IOException e) {
            System.err.println("could not stop Pipestream: " + e.getMessage());
        }
    }

    /** picocli fills every option that has a default. */
    private static Path require(@Nullable Path option) {
        return java.util.Objects.requireNonNull(option);
    }
}

package io.pipestream.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

import org.apache.commons.io.FileUtils;

/** PostgreSQL and Kafka for one test run, on a folder of its own that goes when it ends. */
final class EmbeddedServers {

    private static final Path ALL_RUNS = Path.of("target", "test-servers").toAbsolutePath();

    private EmbeddedServers() {}

    static TestServers.Running start() throws Exception {
        sweep();
        var folder = Files.createDirectories(
                ALL_RUNS.resolve(Long.toString(ProcessHandle.current().pid())));
        var started = new Started();
        try (var starts = Executors.newFixedThreadPool(2)) {
            var postgres = starts.submit(() -> started.start(() -> EmbeddedPostgres.start(folder, 0, Durability.FAST)));
            var kafka = starts.submit(() -> started.start(() -> EmbeddedKafka.start(folder.resolve("kafka"), 0)));
            var database = postgres.get();
            return TestServers.Running.of(
                    "embedded PostgreSQL " + EmbeddedPostgres.VERSION + ", Kafka " + EmbeddedKafka.VERSION,
                    new RunFile.Postgres(database.jdbcUrl(), database.user(), database.password()),
                    kafka.get().bootstrapServers(),
                    () -> {
                        started.close();
                        FileUtils.deleteDirectory(folder.toFile());
                    });
        } catch (ExecutionException e) {
            started.close();
            throw e;
        }
    }

    /** Stops and removes what test runs left that were killed. */
    private static void sweep() throws IOException {
        if (!Files.exists(ALL_RUNS)) {
            return;
        }
        try (var runs = Files.list(ALL_RUNS)) {
            for (var run : runs.toList()) {
                var pid = Long.parseLong(run.getFileName().toString());
                var isAlive = ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
                if (!isAlive || pid == ProcessHandle.current().pid()) {
                    EmbeddedPostgres.stopOrphan(run);
                    FileUtils.deleteDirectory(run.toFile());
                }
            }
        }
    }
}

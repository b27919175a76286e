package io.pipestream.embedded;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

import io.pipestream.sandbox.Sandbox;
import io.pipestream.sandbox.SandboxOptions;
import org.jspecify.annotations.Nullable;

/** What the service needs around it: a database, Kafka and a Pipedrive, each started here unless the user has one. */
final class Backends {

    /**
     * Where they are.
     *
     * @param sandbox null when a real account is served
     */
    record Addresses(
            RunFile.Postgres database,
            String kafka,
            @Nullable SandboxAddress sandbox) {}

    /** The simulated Pipedrive. */
    record SandboxAddress(String url, String token) {}

    private final Ports ports;
    private final Settings settings;
    private final Started started;
    private final Progress progress;

    Backends(Ports ports, Settings settings, Started started, Progress progress) {
        this.ports = ports;
        this.settings = settings;
        this.started = started;
        this.progress = progress;
    }

    /** The ports that will be listened on, by what. */
    Map<String, Integer> portsToOpen() {
        var wanted = new LinkedHashMap<String, Integer>();
        if (settings.apiToken() == null) {
            wanted.put("the sandbox", ports.sandbox());
        }
        if (settings.kafka() == null) {
            wanted.put("Kafka", ports.kafka());
        }
        if (settings.database() == null) {
            wanted.put("PostgreSQL", ports.postgres());
        }
        return wanted;
    }

    /** Starts them side by side and returns when the last is ready. */
    Addresses start(DataFolder folder) throws Exception {
        try (var starts = Executors.newFixedThreadPool(3)) {
            var database = starts.submit(() -> database(folder));
            var kafka = starts.submit(() -> kafka(folder));
            var sandbox = starts.submit(() -> sandbox(folder));
            return new Addresses(database.get(), kafka.get(), sandbox.get());
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private RunFile.Postgres database(DataFolder folder) throws Exception {
        var given = settings.database();
        if (given != null) {
            return given;
        }
        var begin = System.nanoTime();
        var postgres = started.start(() -> EmbeddedPostgres.start(folder.path(), ports.postgres(), Durability.DURABLE));
        progress.ready("postgres", "127.0.0.1:" + postgres.port(), begin);
        return new RunFile.Postgres(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }

    private String kafka(DataFolder folder) throws Exception {
        var given = settings.kafka();
        if (given != null) {
            return given;
        }
        var begin = System.nanoTime();
        var kafka = started.start(() -> EmbeddedKafka.start(folder.path().resolve("kafka"), ports.kafka()));
        progress.ready("kafka", kafka.bootstrapServers(), begin);
        return kafka.bootstrapServers();
    }

    private @Nullable SandboxAddress sandbox(DataFolder folder) throws Exception {
        if (settings.apiToken() != null) {
            return null;
        }
        var begin = System.nanoTime();
        var token = SecretFile.readOrCreate(folder.path().resolve("sandbox.token"), "");
        var sandbox = started.start(() -> Sandbox.start(SandboxOptions.defaults()
                .withPort(ports.sandbox())
                .withDirectory(folder.path().resolve("sandbox"))
                .withToken(token)));
        progress.ready("sandbox", sandbox.url().toString(), begin);
        return new SandboxAddress(sandbox.url().toString(), token);
    }
}

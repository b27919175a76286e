package io.pipestream;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

import io.pipestream.embedded.Durability;
import io.pipestream.embedded.EmbeddedKafka;
import io.pipestream.embedded.EmbeddedPostgres;
import io.pipestream.embedded.PackagedService;
import io.pipestream.sandbox.Sandbox;
import io.pipestream.sandbox.SandboxOptions;
import io.pipestream.support.ManagementApi;
import io.pipestream.support.SandboxApi;

/** A sandbox, Kafka and Postgres for one test, and the packaged services on them. The services stop first. */
final class RealServers {

    private static final String KEY = "psk_servers_0123456789abcdef0123456789";

    private final Path folder;
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final Sandbox sandbox;
    private final EmbeddedKafka kafka;
    private final EmbeddedPostgres postgres;

    private RealServers(Path folder, SandboxOptions options) throws Exception {
        this.folder = folder;
        sandbox = Sandbox.start(options);
        running.push(sandbox);
        kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0);
        running.push(kafka);
        postgres = EmbeddedPostgres.start(folder, 0, Durability.DURABLE);
        running.push(postgres);
    }

    static RealServers start(Path folder, SandboxOptions options) throws Exception {
        return new RealServers(folder, options);
    }

    /** A service that is not started yet, with these variables in its environment. */
    PackagedService service(Map<String, String> variables) {
        return toBeStopped(PackagedService.of(
                        folder.resolve("service"),
                        PackagedService.JAR,
                        postgres,
                        kafka.bootstrapServers(),
                        sandbox,
                        KEY)
                .with(variables));
    }

    /** Another instance of a service, not started yet. */
    PackagedService replica(PackagedService service, String name) {
        return toBeStopped(service.replica(folder.resolve(name)));
    }

    private PackagedService toBeStopped(PackagedService service) {
        running.push(service);
        return service;
    }

    String kafka() {
        return kafka.bootstrapServers();
    }

    SandboxApi sandbox() {
        return new SandboxApi(sandbox.url().toString(), sandbox.token());
    }

    static ManagementApi api(PackagedService service) {
        return new ManagementApi(service.url(), KEY);
    }

    void stop() throws Exception {
        while (!running.isEmpty()) {
            running.pop().close();
        }
    }
}

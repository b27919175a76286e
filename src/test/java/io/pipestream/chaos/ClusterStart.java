package io.pipestream.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

import io.pipestream.embedded.EmbeddedPostgres;
import io.pipestream.embedded.KafkaProcess;
import io.pipestream.embedded.PackagedService;
import io.pipestream.embedded.Ports;
import io.pipestream.sandbox.Sandbox;
import io.pipestream.sandbox.SandboxOptions;

/** Starts what a {@link Cluster} is made of, and wires it up. For one start. */
final class ClusterStart {

    private static final String KEY = "psk_chaos_0123456789abcdef0123456789abcdef";

    /** Starts soon and leaves the processors to the others; enough for some hundred deliveries a second. */
    private static final String JAVA_OPTIONS = "-Xmx256m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

    private final Cluster.Plan plan;
    private final Deque<AutoCloseable> running;
    private final List<Replica> replicas = new ArrayList<>();

    /**
     * One that has not begun.
     *
     * @param running is told of everything that has to be closed, newest first
     */
    ClusterStart(Cluster.Plan plan, Deque<AutoCloseable> running) {
        this.plan = plan;
        this.running = running;
    }

    Cluster run() throws IOException, InterruptedException {
        Files.createDirectories(plan.folder());
        var sandbox = toBeClosed(Sandbox.start(SandboxOptions.defaults()));
        var postgres = toBeClosed(new PostgresServer(plan.database(), Ports.free()));
        var database = postgres.start();
        var sides = new HashMap<Integer, Integer>();
        var links = kafkaLinks(sides);
        var kafka = toBeClosed(new KafkaProcess(plan.folder().resolve("kafka"), Ports.free(), sides));
        kafka.start();
        var front = toBeClosed(Link.to(this::anyReplica));
        var service = PackagedService.of(
                        plan.folder().resolve("replica-1"),
                        plan.jar(),
                        database,
                        kafka.bootstrapServers(),
                        sandbox,
                        KEY)
                .with(plan.variables());
        for (var link : links) {
            replicas.add(replica(service, database, link, front.port()));
        }
        // The first makes the schema and registers the webhooks.
        replicas.getFirst().start();
        var doors = Doors.of(sandbox.url().toString(), sandbox.token());
        startTogether(replicas.subList(1, replicas.size()));
        return new Cluster(postgres, kafka, List.copyOf(replicas), doors, running);
    }

    /** A way to the broker for each replica; the broker sends those who come by one of them back to it. */
    private List<Link> kafkaLinks(Map<Integer, Integer> sides) throws IOException {
        var links = new ArrayList<Link>();
        while (links.size() < plan.replicas()) {
            var side = Ports.free();
            var link = toBeClosed(Link.to(() -> side));
            links.add(link);
            sides.put(side, link.port());
        }
        return links;
    }

    private Replica replica(PackagedService service, EmbeddedPostgres database, Link toKafka, int frontPort)
            throws IOException {
        var number = replicas.size() + 1;
        var itself = number == 1 ? service : service.replica(plan.folder().resolve("replica-" + number));
        var toPostgres = Link.to(database::port);
        var variables = new HashMap<String, String>();
        variables.put(
                "QUARKUS_DATASOURCE_JDBC_URL",
                database.jdbcUrl().replace(":" + database.port(), ":" + toPostgres.port()));
        variables.put("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + toKafka.port());
        variables.put("PIPESTREAM_PUBLIC_URL", "http://127.0.0.1:" + frontPort);
        variables.put("JAVA_TOOL_OPTIONS", JAVA_OPTIONS);
        return toBeClosed(new Replica(number, itself.with(variables), KEY, toPostgres, toKafka));
    }

    /** Where Pipedrive's look at an address ends before it accepts it. */
    private int anyReplica() {
        var url = replicas.stream()
                .filter(Replica::seemsUp)
                .findFirst()
                .orElse(replicas.getFirst())
                .url();
        return Integer.parseInt(url.substring(url.lastIndexOf(':') + 1));
    }

    private <T extends AutoCloseable> T toBeClosed(T started) {
        running.push(started);
        return started;
    }

    private static void startTogether(List<Replica> replicas) throws IOException, InterruptedException {
        try (var starts = Executors.newVirtualThreadPerTaskExecutor()) {
            var started = replicas.stream()
                    .map(replica -> starts.submit(() -> {
                        replica.start();
                        return replica;
                    }))
                    .toList();
            for (var start : started) {
                start.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("a replica did not start", e);
        }
    }
}

package io.pipestream.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

import io.pipestream.embedded.KafkaProcess;
import io.pipestream.embedded.PackagedService;
import io.pipestream.embedded.Ports;
import io.pipestream.embedded.RunFile;
import io.pipestream.sandbox.Sandbox;
import io.pipestream.sandbox.SandboxOptions;

/** Postgres, Kafka, a simulated Pipedrive and the replicas, each of them a process that can be killed; all on loopback. */
final class Cluster implements AutoCloseable {

    private static final String KEY = "psk_chaos_0123456789abcdef0123456789abcdef";

    /** Starts soon and leaves the processors to the others; enough for some hundred deliveries a second. */
    private static final String JAVA_OPTIONS = "-Xmx256m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

    private final PostgresServer postgres;
    private final KafkaProcess kafka;
    private final List<Replica> replicas;
    private final Doors doors;
    private final Deque<AutoCloseable> running;

    /** A signal must not leave processes behind. */
    private final Thread stop = new Thread(this::stop, "stop-cluster");

    /**
     * What to start.
     *
     * @param folder    keeps everything; must be empty or missing
     * @param database  keeps Postgres's data; usually the same
     * @param jar       the packaged service
     * @param replicas  how many
     * @param variables added to the environment of each
     */
    record Plan(Path folder, Path database, Path jar, int replicas, Map<String, String> variables) {}

    private Cluster(
            PostgresServer postgres,
            KafkaProcess kafka,
            List<Replica> replicas,
            Doors doors,
            Deque<AutoCloseable> running) {
        this.postgres = postgres;
        this.kafka = kafka;
        this.replicas = replicas;
        this.doors = doors;
        this.running = running;
        Runtime.getRuntime().addShutdownHook(stop);
    }

    /** Starts everything, and returns when every replica can keep a delivery and Pipedrive knows the webhooks. */
    static Cluster start(Plan plan) throws IOException, InterruptedException {
        var running = new ConcurrentLinkedDeque<AutoCloseable>();
        try {
            return start(plan, running);
        } catch (IOException | InterruptedException | RuntimeException e) {
            stop(running);
            throw e;
        }
    }

    private static Cluster start(Plan plan, Deque<AutoCloseable> running) throws IOException, InterruptedException {
        Files.createDirectories(plan.folder());
        var sandbox = Sandbox.start(SandboxOptions.defaults());
        running.push(sandbox);
        var postgres = new PostgresServer(plan.database(), Ports.free());
        running.push(postgres);
        var database = postgres.start();
        var sides = new HashMap<Integer, Integer>();
        var kafkaLinks = new ArrayList<Link>();
        for (int i = 0; i < plan.replicas(); i++) {
            var listen = Ports.free();
            var link = Link.to(() -> listen);
            running.push(link);
            kafkaLinks.add(link);
            sides.put(listen, link.port());
        }
        var kafka = new KafkaProcess(plan.folder().resolve("kafka"), Ports.free(), sides);
        running.push(kafka);
        kafka.start();

        var replicas = new ArrayList<Replica>();
        var front = Link.to(() -> port(replicas.stream()
                .filter(Replica::seemsUp)
                .findFirst()
                .orElse(replicas.getFirst())
                .url()));
        running.push(front);
        var first = PackagedService.of(
                plan.folder().resolve("replica-1"), plan.jar(), database, kafka.bootstrapServers(), sandbox, KEY);
        for (int number = 1; number <= plan.replicas(); number++) {
            var service = number == 1 ? first : first.replica(plan.folder().resolve("replica-" + number));
            var toPostgres = Link.to(postgres::port);
            var toKafka = kafkaLinks.get(number - 1);
            var variables = new HashMap<>(plan.variables());
            variables.put(
                    "QUARKUS_DATASOURCE_JDBC_URL",
                    database.jdbcUrl().replace(":" + postgres.port(), ":" + toPostgres.port()));
            variables.put("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + toKafka.port());
            variables.put("PIPESTREAM_PUBLIC_URL", "http://127.0.0.1:" + front.port());
            variables.put("JAVA_TOOL_OPTIONS", JAVA_OPTIONS);
            var replica = new Replica(number, service.with(variables), KEY, toPostgres, toKafka);
            running.push(replica);
            replicas.add(replica);
        }
        // The first makes the schema and registers the webhooks.
        replicas.getFirst().start();
        var doors = Doors.of(sandbox.url().toString(), sandbox.token());
        startTogether(replicas.subList(1, replicas.size()));
        return new Cluster(postgres, kafka, List.copyOf(replicas), doors, running);
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

    List<Replica> replicas() {
        return replicas;
    }

    PostgresServer postgres() {
        return postgres;
    }

    KafkaProcess kafka() {
        return kafka;
    }

    Doors doors() {
        return doors;
    }

    RunFile.Postgres database() {
        return postgres.address();
    }

    /** Past every link. */
    String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    /** Replicas first, then what they need. */
    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(stop);
        stop();
    }

    private void stop() {
        stop(running);
    }

    private static void stop(Deque<AutoCloseable> running) {
        for (var next = running.poll(); next != null; next = running.poll()) {
            try {
                next.close();
            } catch (Exception e) {
                System.err.println("could not be stopped: " + e);
            }
        }
    }

    private static int port(String url) {
        return Integer.parseInt(url.substring(url.lastIndexOf(':') + 1));
    }
}

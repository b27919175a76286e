package io.pipestream.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;

import io.pipestream.embedded.KafkaProcess;
import io.pipestream.embedded.RunFile;

/** Postgres, Kafka, a simulated Pipedrive and the replicas, each of them a process that can be killed; all on loopback. */
final class Cluster implements AutoCloseable {

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

    Cluster(
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
            return new ClusterStart(plan, running).run();
        } catch (IOException | InterruptedException | RuntimeException e) {
            stop(running);
            throw e;
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
}

package io.pipestream.chaos;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.pipestream.embedded.LaunchException;
import io.pipestream.embedded.PackagedService;
import io.pipestream.support.ManagementApi;

/** One instance of the service, with a network of its own to Postgres and to Kafka. */
final class Replica implements AutoCloseable {

    private static final long AVOIDED_NANOS = Duration.ofMillis(500).toNanos();

    private static final Duration START_LIMIT = Duration.ofMinutes(5);

    private final int number;
    private final PackagedService service;
    private final String adminKey;
    private final Link postgres;
    private final Link kafka;
    private volatile long refusedAt = System.nanoTime() - AVOIDED_NANOS;
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger failedStarts = new AtomicInteger();

    Replica(int number, PackagedService service, String adminKey, Link postgres, Link kafka) {
        this.number = number;
        this.service = service;
        this.adminKey = adminKey;
        this.postgres = postgres;
        this.kafka = kafka;
    }

    int number() {
        return number;
    }

    String url() {
        return service.url();
    }

    Link postgres() {
        return postgres;
    }

    Link kafka() {
        return kafka;
    }

    PackagedService service() {
        return service;
    }

    /** Starts it, again if it gives up because Postgres is away, as whatever watches over processes would. */
    void start() throws IOException, InterruptedException {
        var deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (true) {
            try {
                service.start();
                return;
            } catch (LaunchException e) {
                failedStarts.incrementAndGet();
                service.close();
                if (System.nanoTime() - deadline > 0) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(500);
            }
        }
    }

    /** How often it ended, or was not ready for a minute, while it was started. */
    int failedStarts() {
        return failedStarts.get();
    }

    void begin() {
        underWay.incrementAndGet();
    }

    void end() {
        underWay.decrementAndGet();
    }

    /** Requests that wait for its answer. */
    int underWay() {
        return underWay.get();
    }

    void refusedConnection() {
        refusedAt = System.nanoTime();
    }

    boolean seemsUp() {
        return System.nanoTime() - refusedAt > AVOIDED_NANOS;
    }

    /** The value of a metric that has no labels. */
    double metric(String name) {
        return new ManagementApi(url(), adminKey).metric(name, "");
    }

    @Override
    public void close() throws IOException {
        service.close();
        postgres.close();
        kafka.close();
    }
}

package io.pipestream;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import io.pipestream.support.Door;
import io.pipestream.support.Http;
import io.pipestream.support.Payloads;
import org.awaitility.Awaitility;

/**
 * Deliveries of new deals as Pipedrive makes them: one that gets no 2xx is delivered again with the next attempt's
 * number, here as soon as the service answers again instead of after Pipedrive's pauses.
 */
final class PersistentLoad {

    private static final int SENDERS = 16;

    private final Door door;
    private final String service;
    private final int count;
    private final AtomicInteger next = new AtomicInteger(1);
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger retries = new AtomicInteger();
    private final ExecutorService senders = Executors.newFixedThreadPool(
            SENDERS, Thread.ofPlatform().daemon().name("sender-", 1).factory());

    PersistentLoad(Door door, String service, int count) {
        this.door = door;
        this.service = service;
        this.count = count;
    }

    void start() {
        for (int i = 0; i < SENDERS; i++) {
            senders.execute(this::send);
        }
        senders.shutdown();
    }

    /** Waits until this many deliveries were answered 2xx. */
    void awaitAnswered(int wanted) {
        Awaitility.await(wanted + " deliveries are answered 2xx")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> answered.get() >= wanted);
    }

    int retries() {
        return retries.get();
    }

    private void send() {
        for (int deal = next.getAndIncrement(); deal <= count; deal = next.getAndIncrement()) {
            int attempt = 1;
            while (!isKept(deal, attempt)) {
                retries.incrementAndGet();
                attempt++;
                awaitReady();
            }
            answered.incrementAndGet();
        }
    }

    private boolean isKept(int deal, int attempt) {
        try {
            return door.deliver(Payloads.addedV2("deal", deal, attempt, "1")).status() / 100 == 2;
        } catch (UncheckedIOException noAnswer) {
            return false;
        }
    }

    private void awaitReady() {
        Awaitility.await("the service is ready")
                .atMost(Duration.ofSeconds(60))
                .ignoreException(UncheckedIOException.class)
                .until(() -> Http.get(service + "/q/health/ready", Map.of()).status() == 200);
    }
}

package io.pipestream.chaos;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Deliveries of chains of changes. The next change of a record is sent when the one before was answered 2xx, which is what
 * makes an order; what gets no 2xx is delivered again, to any replica, with the next attempt's number.
 */
final class Load implements AutoCloseable {

    /** As long as Pipedrive waits for an answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Ledger ledger;
    private final Answers answers;
    private final Outages outages;
    private final Doors doors;
    private final List<Replica> replicas;
    private final Pacer pacer;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean stopping;

    Load(Ledger ledger, Answers answers, Outages outages, Doors doors, List<Replica> replicas, double perSecond) {
        this.ledger = ledger;
        this.answers = answers;
        this.outages = outages;
        this.doors = doors;
        this.replicas = List.copyOf(replicas);
        this.pacer = new Pacer(perSecond);
    }

    void start(int records) {
        for (long deal = 1; deal <= records; deal++) {
            var itsDeal = deal;
            senders.execute(() -> send(itsDeal));
        }
        senders.shutdown();
    }

    /** Begins no further change, and waits until those under way are answered; false if some are not by then. */
    boolean finish(Duration atMost) throws InterruptedException {
        stopping = true;
        return senders.awaitTermination(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        stopping = true;
        senders.shutdownNow();
        http.shutdownNow();
    }

    private void send(long deal) {
        try {
            for (int change = 1; !stopping; change++) {
                ledger.sending(Changes.key(deal), change);
                for (int attempt = 1; !isKept(deal, change, attempt); attempt++) {
                    TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(100, 500));
                }
                ledger.answered(Changes.key(deal), change);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isKept(long deal, int change, int attempt) throws InterruptedException {
        pacer.await();
        var replica = choose();
        var door = doors.now();
        var request = HttpRequest.newBuilder(
                        URI.create(replica.url() + URI.create(door.url()).getPath()))
                .timeout(PATIENCE)
                .header("authorization", door.basic())
                .header("content-type", "application/json")
                .header("user-agent", "Pipedrive Webhooks")
                .POST(BodyPublishers.ofByteArray(Changes.body(deal, change, attempt)))
                .build();
        var sent = System.nanoTime();
        replica.begin();
        try {
            var status = http.send(request, BodyHandlers.discarding()).statusCode();
            if (status / 100 == 2) {
                answers.kept();
                return true;
            }
            answers.refused(status, outages.during(replica.number(), sent, System.nanoTime()), attempt == 1);
        } catch (HttpTimeoutException e) {
            answers.unanswered(outages.during(replica.number(), sent, System.nanoTime()));
        } catch (IOException e) {
            answers.unconnected(outages.disturbed(replica.number(), sent, System.nanoTime()));
            replica.refusedConnection();
        } finally {
            replica.end();
        }
        return false;
    }

    /**
     * As a balancer chooses: the one with the fewest requests under way, so that one that is stopped does not stop all;
     * one that has just refused a connection only if all have.
     */
    private Replica choose() {
        var answering = replicas.stream().filter(Replica::seemsUp).toList();
        var from = answering.isEmpty() ? replicas : answering;
        var fewest = from.stream().mapToInt(Replica::underWay).min().orElse(0);
        var idlest =
                from.stream().filter(replica -> replica.underWay() <= fewest).toList();
        return any(idlest.isEmpty() ? from : idlest);
    }

    private static Replica any(List<Replica> some) {
        return some.get(ThreadLocalRandom.current().nextInt(some.size()));
    }
}

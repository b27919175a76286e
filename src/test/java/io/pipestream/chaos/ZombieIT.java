package io.pipestream.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

import io.pipestream.embedded.PackagedService;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A relay that is stopped in the middle of a transaction, and goes on when it has long been replaced. */
@Timeout(300)
class ZombieIT {

    /**
     * So that it has been replaced, and its successor has sent, before its own transaction runs into the producer's
     * timeout of 10 s.
     */
    private static final Map<String, String> SHORT_LEASE = Map.of("PIPESTREAM_PUBLISH_LEASE", "2s");

    private static final int SHARDS = 4;

    private static final List<String> TRANSACTIONAL_IDS = IntStream.range(0, SHARDS)
            .mapToObj(shard -> "pipestream-relay-" + shard)
            .toList();

    /** What is still on the delayed link when its sender is stopped arrives within this time. */
    private static final Duration LINK_IS_EMPTY = Kind.DELAY.multipliedBy(2);

    /** A transaction of a relay whose link is not delayed is over by then. */
    private static final Duration MOMENT = Duration.ofMillis(50);

    private static final String HAS = "pipestream_relay_shards";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aRelayThatWakesUpReplacedIsFencedAndDoublesNothing() throws Exception {
        // Given
        var ledger = new Ledger();
        var outages = new Outages();
        try (var cluster = Cluster.start(new Cluster.Plan(folder, folder, PackagedService.JAR, 2, SHORT_LEASE));
                var kafka = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()));
                var load = new Load(ledger, new Answers(), outages, cluster.doors(), cluster.replicas(), 100)) {
            var zombie = cluster.replicas().getFirst();
            var other = cluster.replicas().getLast();
            load.start(40);
            awaitAnswered(ledger, 500);
            awaitExactly(zombie, SHARDS / 2);
            awaitExactly(other, SHARDS / 2);
            zombie.kafka().delay(Kind.DELAY); // so that most of the time it has a transaction under way

            // When
            var left = stopInsideATransaction(kafka, zombie);
            Awaitility.await("what it left open is ended by its successor")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> Collections.disjoint(
                            left.entrySet(), describe(kafka).entrySet()));
            awaitExactly(other, SHARDS);
            awaitAnswered(ledger, ledger.answered() + 100);
            zombie.service().resume();

            // Then
            Awaitility.await("it is fenced")
                    .atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> zombie.metric(Fencing.FENCED) > 0);
            zombie.kafka().delay(Duration.ZERO);
            awaitExactly(zombie, SHARDS / 2);
            assertThat(load.finish(Duration.ofMinutes(1))).isTrue();
            var settling = new Settling(cluster.database(), cluster.bootstrapServers());
            assertThat(settling.await(ledger.answered(), Duration.ofMinutes(1))).isEmpty();
            var findings = new Checker(cluster.database(), cluster.bootstrapServers()).check(ledger.chains());
            assertThat(findings.examples()).isEmpty();
            assertThat(findings.isClean()).isTrue();
        }
    }

    /** Stops it when Kafka has an open transaction of it whose end is not on its way either; returns what is open. */
    private static Map<String, TransactionDescription> stopInsideATransaction(Admin kafka, Replica zombie)
            throws IOException, InterruptedException, ExecutionException {
        for (int time = 1; time <= 10; time++) {
            awaitLongTransaction(kafka);
            zombie.service().pause();
            var open = open(kafka);
            try {
                awaitStillOpen(kafka, open, LINK_IS_EMPTY);
                return open;
            } catch (ConditionTimeoutException e) {
                zombie.service().resume();
            }
        }
        throw new AssertionError("10 times stopped, and never inside a transaction");
    }

    /** Only the delayed relay has such. */
    private static void awaitLongTransaction(Admin kafka) {
        Awaitility.await("a transaction takes its time")
                .atMost(Duration.ofMinutes(1))
                .ignoreException(ConditionTimeoutException.class)
                .until(() -> {
                    awaitStillOpen(kafka, open(kafka), MOMENT);
                    return true;
                });
    }

    /** Leaves only what is open the whole time. */
    private static void awaitStillOpen(
            Admin kafka, Map<String, TransactionDescription> transactions, Duration throughout) {
        Awaitility.await()
                .during(throughout)
                .atMost(throughout.plusMillis(200))
                .pollInterval(MOMENT.dividedBy(5))
                .until(() -> {
                    transactions.entrySet().retainAll(describe(kafka).entrySet());
                    return !transactions.isEmpty();
                });
    }

    private static Map<String, TransactionDescription> open(Admin kafka)
            throws InterruptedException, ExecutionException {
        var all = describe(kafka);
        all.values().removeIf(transaction -> transaction.state() != TransactionState.ONGOING);
        return all;
    }

    private static Map<String, TransactionDescription> describe(Admin kafka)
            throws InterruptedException, ExecutionException {
        return kafka.describeTransactions(TRANSACTIONAL_IDS).all().get();
    }

    private static void awaitAnswered(Ledger ledger, long count) {
        Awaitility.await(count + " changes are answered")
                .atMost(Duration.ofMinutes(1))
                .until(() -> ledger.answered() >= count);
    }

    private static void awaitExactly(Replica replica, int shards) {
        Awaitility.await("replica " + replica.number() + " has " + shards + " shards")
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> replica.metric(HAS) == shards);
    }
}

package io.pipestream.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.awaitility.Awaitility;
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

    /** It may be stopped between two transactions, or so close to the end of one that nobody can be in its way. */
    private static final int MOST_TIMES = 6;

    private static final String HAS = "pipestream_relay_shards";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aRelayThatWakesUpReplacedDoublesNothing() throws Exception {
        // Given
        var ledger = new Ledger();
        var outages = new Outages();
        try (var cluster = Cluster.start(new Cluster.Plan(folder, folder, ChaosIT.JAR, 2, SHORT_LEASE));
                var load = new Load(ledger, new Answers(), outages, cluster.doors(), cluster.replicas(), 100)) {
            var zombie = cluster.replicas().getFirst();
            var other = cluster.replicas().getLast();
            awaitAtLeast(zombie, HAS, SHARDS / 2);
            awaitAtLeast(other, HAS, SHARDS / 2);
            zombie.kafka().delay(Kind.DELAY); // so that it nearly always has a transaction under way
            load.start(40);
            awaitAnswered(ledger, 500);

            // When
            for (int time = 1; time <= MOST_TIMES && zombie.metric(Fencing.FENCED) == 0; time++) {
                zombie.service().pause();
                awaitAtLeast(other, HAS, SHARDS);
                awaitAnswered(ledger, ledger.answered() + 100);
                zombie.service().resume();
                // What it says of itself just after it woke up is what it took for true before.
                Awaitility.await("the shards are shared again")
                        .atMost(Duration.ofMinutes(1))
                        .pollInterval(Duration.ofMillis(200))
                        .until(() -> other.metric(HAS) <= SHARDS / 2);
                awaitAtLeast(zombie, HAS, SHARDS / 2);
            }

            // Then: Kafka fenced it, or Postgres told it before that its lease was over; which comes first is chance
            assertThat(zombie.metric(Fencing.FENCED) > 0 || hasLostALease(zombie))
                    .as("it was told that it is replaced")
                    .isTrue();
            zombie.kafka().delay(Duration.ZERO);
            assertThat(load.finish(Duration.ofMinutes(1))).isTrue();
            var settling = new Settling(cluster.database(), cluster.bootstrapServers());
            assertThat(settling.await(ledger.answered(), Duration.ofMinutes(1))).isEmpty();
            var findings = new Checker(cluster.database(), cluster.bootstrapServers()).check(ledger.chains());
            assertThat(findings.examples()).isEmpty();
            assertThat(findings.isClean()).isTrue();
        }
    }

    private boolean hasLostALease(Replica replica) throws IOException {
        return Files.readString(folder.resolve("replica-" + replica.number()).resolve("service.log"))
                .contains("lease of shard lost");
    }

    private static void awaitAnswered(Ledger ledger, long count) {
        Awaitility.await(count + " changes are answered")
                .atMost(Duration.ofMinutes(1))
                .until(() -> ledger.answered() >= count);
    }

    private static void awaitAtLeast(Replica replica, String metric, int value) {
        Awaitility.await(metric + " of replica " + replica.number())
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> replica.metric(metric) >= value);
    }
}

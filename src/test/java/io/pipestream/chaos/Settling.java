package io.pipestream.chaos;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.pipestream.embedded.RunFile;
import org.apache.kafka.common.KafkaException;

/** Waits until the service has done with everything it has answered. */
final class Settling {

    private final JournalScan journal;
    private final String kafka;

    Settling(RunFile.Postgres database, String kafka) {
        this.journal = new JournalScan(database);
        this.kafka = kafka;
    }

    /**
     * Waits until everything answered is in the journal, nothing waits anywhere, and no transaction is open in Kafka.
     *
     * @return what is still missing when this time is over; empty if nothing is
     */
    String await(long answered, Duration atMost) throws InterruptedException {
        var deadline = System.nanoTime() + atMost.toNanos();
        while (true) {
            var missing = missing(answered);
            if (missing.isEmpty() || System.nanoTime() - deadline > 0) {
                return missing;
            }
            TimeUnit.MILLISECONDS.sleep(500);
        }
    }

    private String missing(long answered) {
        try {
            var stored = journal.count("event");
            if (stored < answered) {
                return (answered - stored) + " of the answered changes are not in the journal";
            }
            for (var table : new String[] {"outbox", "held_delivery"}) {
                var waiting = journal.count(table);
                if (waiting > 0) {
                    return waiting + " rows wait in " + table;
                }
            }
            var open = TopicScan.uncommitted(kafka).end(TopicScan.EVENTS)
                    - TopicScan.committed(kafka).end(TopicScan.EVENTS);
            return open == 0 ? "" : "Kafka has an open transaction";
        } catch (SQLException | KafkaException e) {
            return e.toString();
        }
    }
}

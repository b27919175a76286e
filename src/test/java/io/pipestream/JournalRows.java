package io.pipestream;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.pipestream.journal.Partitions;
import io.pipestream.support.Database;
import jakarta.inject.Singleton;

/** What came, as it is in the database. */
@Singleton
class JournalRows {

    private final Database database;
    private final Partitions partitions;

    JournalRows(Database database, Partitions partitions) {
        this.database = database;
        this.partitions = partitions;
    }

    /** The event of this key, which has one. */
    UUID event(String key) {
        return UUID.fromString(database.text(
                "SELECT id::text FROM event WHERE company_id || ':' || object || ':' || record_id = '" + key + "'"));
    }

    UUID firstDelivery(UUID event) {
        return UUID.fromString(database.text("SELECT delivery_id::text FROM event WHERE id = '" + event + "'"));
    }

    /** Makes a delivery older, with what was made of it: they have one time of receipt. */
    void cameBefore(UUID delivery, Duration age) {
        var came = database.text(
                "SELECT replace(received_at AT TIME ZONE 'UTC' || 'Z', ' ', 'T') FROM delivery WHERE id = '%s'"
                        .formatted(delivery));
        partitions.make(List.of(Instant.parse(came).minus(age)));
        var then = "received_at = received_at - interval '%d seconds'".formatted(age.toSeconds());
        var event = "(SELECT seq FROM event WHERE delivery_id = '%s')".formatted(delivery);
        database.run("UPDATE outbox SET " + then + " WHERE event_seq IN " + event);
        database.run("UPDATE event_key SET " + then + " WHERE seq IN " + event);
        database.run(
                "UPDATE event_summary SET received_from = received_from - interval '%d seconds' WHERE number IN (SELECT s / 2000 FROM %s s (s))"
                        .formatted(age.toSeconds(), event));
        database.run("UPDATE event SET " + then + " WHERE delivery_id = '" + delivery + "'");
        database.run("UPDATE quarantine SET " + then + " WHERE delivery_id = '" + delivery + "'");
        database.change("UPDATE delivery SET " + then + " WHERE id = '" + delivery + "'");
    }
}

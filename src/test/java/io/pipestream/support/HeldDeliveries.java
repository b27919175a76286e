package io.pipestream.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import jakarta.inject.Singleton;
import org.awaitility.Awaitility;

/** Deliveries that are held in Postgres, and the lease of whoever drains them. */
@Singleton
public class HeldDeliveries {

    private final Database database;

    HeldDeliveries(Database database) {
        this.database = database;
    }

    /** Somebody else has the lease, and does nothing. */
    public void stopDraining() {
        database.run(
                "INSERT INTO lease (name, holder, expires_at) VALUES ('spool', gen_random_uuid(), now() + interval '1 hour')"
                        + " ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at");
    }

    /** Nobody has the lease, so that who looks next takes it. */
    public void drain() {
        database.run("DELETE FROM lease WHERE name = 'spool'");
    }

    public void hold(UUID registration, String body, Instant receivedAt) {
        database.change(
                "INSERT INTO held_delivery (id, registration_id, company_id, received_at, headers, body)"
                        + " VALUES (gen_random_uuid(), ?, '7301', ?::timestamptz, '{}', ?)",
                registration,
                receivedAt.toString(),
                body.getBytes(UTF_8));
    }

    /** Awaits looks with this outcome, for longer than the two seconds for which a clear one is good. */
    public static void awaitLooks(String outcome) {
        var labels = "outcome=\"" + outcome + '"';
        var seen = Api.metric("pipestream_spool_looks_total", labels);
        Awaitility.await("looks are " + outcome)
                .atMost(Duration.ofSeconds(30))
                .until(() -> Api.metric("pipestream_spool_looks_total", labels) > seen + 8);
    }
}

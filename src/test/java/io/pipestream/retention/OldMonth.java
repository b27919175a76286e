package io.pipestream.retention;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;

import com.fasterxml.uuid.Generators;
import io.pipestream.event.Delivery;
import io.pipestream.journal.Arrival;
import io.pipestream.journal.EventIds;
import io.pipestream.journal.Journal;
import io.pipestream.journal.RetentionConfig;
import io.pipestream.normalise.Normalised;
import io.pipestream.normalise.WebhookNormaliser;
import io.pipestream.support.Api;
import io.pipestream.support.Database;
import io.pipestream.support.Payloads;
import jakarta.inject.Singleton;
import org.awaitility.Awaitility;

/**
 * A month long past, with events as deliveries brought them that were kept somewhere until now. Each test has years of its
 * own: what one drops is not another's.
 */
@Singleton
class OldMonth {

    private static final UUID REGISTRATION = UUID.fromString("0194d3a0-0000-7000-8000-00000000a9c1");

    private static final Duration KEEP = Duration.ofDays(60);

    private final Journal journal;
    private final Database database;
    private final Retention retention;
    private final RetentionConfig config;

    OldMonth(Journal journal, Database database, Retention retention, RetentionConfig config) {
        this.journal = journal;
        this.database = database;
        this.retention = retention;
        this.config = config;
    }

    /** New deals with these ids, received in the given month, a minute after the other; returns their events' ids. */
    List<String> store(String company, Instant month, long firstId, int count) {
        var arrivals = new ArrayList<Arrival>();
        LongStream.range(firstId, firstId + count).forEach(id -> {
            var body = body(company, id).getBytes(UTF_8);
            var accepted = (Normalised.Accepted) new WebhookNormaliser().normalise(body, company);
            arrivals.add(new Arrival.Understood(delivery(body, month, (int) (id - firstId)), accepted.observation()));
        });
        for (int from = 0; from < count; from += 500) {
            journal.appendInOrder(arrivals.subList(from, Math.min(from + 500, count)));
        }
        return LongStream.range(firstId, firstId + count)
                .mapToObj(id -> EventIds.of(company + ":deal:" + id + ":added").toString())
                .toList();
    }

    void quarantine(Instant month, String body, String reason) {
        journal.appendInOrder(List.of(new Arrival.Rejected(delivery(body.getBytes(UTF_8), month, 0), reason)));
    }

    static String body(String company, long id) {
        return Payloads.inCompany(company, Payloads.addedV2("deal", id, 1, "901"));
    }

    /** Waits until Kafka has them all: nothing else is dropped. */
    void awaitPublished() {
        Awaitility.await("the outbox is empty")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> Api.events("state=pending").isEmpty());
    }

    /** As if the month's partitions had been made ahead and not by the rows of this test. */
    void madeInTime() {
        assertThat(run("UPDATE journal_partition SET made_at = from_at WHERE until_at < '2025-01-01'"))
                .isPositive();
    }

    /** As retention does it half a year after the month, by a policy that keeps two. */
    void drop(int year) {
        retention.drop(
                Instant.parse(year + "-09-01T00:00:00Z"),
                new Policy(KEEP, config.archive().orElseThrow()));
    }

    /** The company's events and when they were published, of long ago. */
    List<String> rowsOf(String company) {
        return texts("SELECT row_to_json(e)::text || row_to_json(p)::text FROM event e"
                + " LEFT JOIN publication p ON p.event_seq = e.seq WHERE company_id = '" + company
                + "' AND received_at < '2025-01-01' ORDER BY seq");
    }

    List<String> deliveriesOf(int year) {
        return texts("SELECT row_to_json(d)::text FROM delivery d WHERE received_at BETWEEN '" + year + "-03-01' AND '"
                + year + "-04-01' ORDER BY id");
    }

    int run(String sql) {
        return database.run(sql);
    }

    List<String> texts(String sql) {
        return database.texts(sql);
    }

    private static Delivery delivery(byte[] body, Instant month, int minute) {
        var receivedAt = month.plus(Duration.ofMinutes(minute)).plusNanos(123_456_000);
        return new Delivery(
                Generators.timeBasedEpochGenerator().generate(),
                REGISTRATION,
                receivedAt,
                Map.of("user-agent", "Pipedrive Webhooks"),
                body);
    }
}

package io.pipestream.retention;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import javax.sql.DataSource;

import com.fasterxml.uuid.Generators;
import io.pipestream.event.Delivery;
import io.pipestream.journal.Arrival;
import io.pipestream.journal.EventIds;
import io.pipestream.journal.Journal;
import io.pipestream.normalise.Normalised;
import io.pipestream.normalise.WebhookNormaliser;
import io.pipestream.support.Api;
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

    private final Journal journal;
    private final DataSource postgres;

    OldMonth(Journal journal, DataSource postgres) {
        this.journal = journal;
        this.postgres = postgres;
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
    void madeInTime() throws SQLException {
        assertThat(run("UPDATE journal_partition SET made_at = from_at WHERE until_at < '2025-01-01'"))
                .isPositive();
    }

    int run(String sql) throws SQLException {
        try (var connection = postgres.getConnection();
                var statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    List<String> texts(String sql) throws SQLException {
        try (var connection = postgres.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var texts = new ArrayList<String>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
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

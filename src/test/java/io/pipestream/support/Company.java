package io.pipestream.support;

import static io.pipestream.support.Topic.header;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;

/**
 * A company that one test has to itself: its deals as webhooks tell of them, and their records in Kafka.
 *
 * @param before where the topics of deals ended before the test
 */
public record Company(String id, List<Topic.Mark> before) {

    private static final Instant START = Instant.parse("2026-05-04T08:00:00Z");

    public static Company of(String id) {
        var topics = Stream.of("pipedrive.deal.added", "pipedrive.deal.updated", "pipedrive.deal.deleted");
        return new Company(id, topics.map(Topic::mark).toList());
    }

    public void addDeal(long deal) {
        addDeals(deal, 1);
    }

    /** So many new deals, numbered from the first one on. */
    public void addDeals(long first, int count) {
        for (var deal = first; deal < first + count; deal++) {
            deliver(Payloads.addedV2("deal", deal, 1, "901"));
        }
    }

    /** Each of these deals gets the titles {@code title 0}, {@code title 1} and so on. */
    public void changeDeals(long first, int count, int each) {
        for (int change = 0; change < each; change++) {
            for (var deal = first; deal < first + count; deal++) {
                // Later than what an earlier call of this told of the same record.
                var when = START.plusSeconds(each * 100L + change);
                changeDeal(deal, "title " + change, when);
            }
        }
    }

    public void changeDeal(long deal, String title, Instant when) {
        deliver(Payloads.changedV2("deal", deal, title, when));
    }

    public void deleteDeal(long deal) throws Exception {
        var body = (ObjectNode) Http.JSON.readTree(Payloads.changedV2("deal", deal, "gone", START.plusSeconds(400)));
        body.set("previous", body.path("data"));
        body.putNull("data");
        ((ObjectNode) body.path("meta")).put("action", "delete");
        deliver(body.toString());
    }

    private void deliver(String body) {
        var answer = Door.ofNewDeals().deliver(Payloads.inCompany(id, body));
        assertThat(answer.status()).isEqualTo(204);
    }

    public void awaitStored(long deal) {
        Awaitility.await("deal " + deal + " is stored")
                .atMost(Duration.ofSeconds(20))
                .until(() -> !Api.events("key=" + id + ":deal:" + deal).isEmpty());
    }

    /** So many records of this company, by their events' ids. */
    public Map<String, ConsumerRecord<String, String>> awaitPublished(int count) {
        return Awaitility.await(count + " events are published")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(200))
                .until(this::published, found -> found.size() == count);
    }

    private Map<String, ConsumerRecord<String, String>> published() {
        var found = new HashMap<String, ConsumerRecord<String, String>>();
        before.stream()
                .flatMap(mark -> mark.read().stream())
                .filter(record -> record.key().startsWith(id + ':'))
                .forEach(record -> found.put(header(record, "ce_id"), record));
        return found;
    }
}

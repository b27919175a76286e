package io.pipestream;

import static io.pipestream.support.Topic.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.sql.DataSource;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.pipestream.support.Api;
import io.pipestream.support.Door;
import io.pipestream.support.Http;
import io.pipestream.support.Payloads;
import io.pipestream.support.Topic;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a reader of committed records sees when the relay loses its shards, or Postgres the relay's last words. */
@QuarkusTest
@Timeout(180)
class ExactlyOnceTest {

    private static final int SHARDS = 4;

    private static final String FENCED = "pipestream_relay_fenced_total";

    @Inject
    DataSource postgres;

    @Test
    void aRelayThatIsFencedUnderLoadStartsOverAndNothingIsLostDoubledOrSwapped() throws Exception {
        // Given
        var door = Door.ofNewDeals();
        var first = 8_110_000L;
        var records = 16;
        var changes = 150;
        var mark = Topic.mark("pipedrive.deal.updated");
        var fencedBefore = Api.metric(FENCED, "");

        // When
        try (var pool = Executors.newFixedThreadPool(records)) {
            var load = LongStream.range(first, first + records)
                    .mapToObj(id -> pool.submit(() -> change(door, id, changes)))
                    .toList();
            for (int round = 0; load.stream().anyMatch(sender -> !sender.isDone()); round++) {
                fence(round % SHARDS);
            }
            for (var sender : load) {
                assertThat(sender.get()).isEqualTo(changes);
            }
        }

        // Then
        var found = mark.await(records * changes, isOneOf(first, records));
        assertThat(found).extracting(record -> header(record, "ce_id")).doesNotHaveDuplicates();
        assertThat(found.stream().collect(Collectors.groupingBy(ConsumerRecord::key)))
                .hasSize(records)
                .allSatisfy((key, ofRecord) -> assertThat(ofRecord)
                        .extracting(ExactlyOnceTest::title)
                        .containsExactlyElementsOf(titles(changes)));
        awaitNothingPending();
        assertThat(mark.read().stream().filter(record -> isOneOf(first, records).test(record)))
                .as("when all is settled")
                .hasSize(records * changes);
        assertThat(Api.metric(FENCED, "")).isGreaterThan(fencedBefore);
    }

    @Test
    void whatAnEarlierHolderHasUnderWayIsVoidOnceItsShardHasMovedOn() throws Exception {
        // Given
        var door = Door.ofNewDeals();
        var mark = Topic.mark("pipedrive.deal.added");
        try (var earlier = producer(0)) {
            earlier.initTransactions();
            earlier.beginTransaction();
            earlier.send(new ProducerRecord<>("pipedrive.deal.added", "zombie", "{}"))
                    .get();
            earlier.send(new ProducerRecord<>(
                            "pipedrive.relay-progress",
                            0,
                            "0",
                            "{\"through\": 9223372036854775807, \"id\": null, \"outOfTurn\": [], \"letter\": null}"))
                    .get();

            // When
            deliverNew(door, 8_120_000, 40);
            mark.await(40, isOneOf(8_120_000, 40));

            // Then
            assertThatThrownBy(earlier::commitTransaction).isInstanceOf(KafkaException.class);
        }
        assertThat(mark.read()).extracting(ConsumerRecord::key).doesNotContain("zombie");
        deliverNew(door, 8_121_000, 40);
        mark.await(40, isOneOf(8_121_000, 40));
    }

    @Test
    void whatKafkaHasIsNotSentAgainWhenPostgresHasForgottenIt() throws Exception {
        // Given
        var mark = Topic.mark("pipedrive.deal.added");
        deliverNew(Door.ofNewDeals(), 8_130_000, 40);
        mark.await(40, isOneOf(8_130_000, 40));
        awaitNothingPending();

        // When
        run("DELETE FROM publication WHERE event_seq IN (SELECT seq FROM event WHERE record_id LIKE '81300__')");
        run(queue("81300__", "NULL"));

        // Then
        awaitNothingPending();
        assertThat(mark.read().stream().filter(record -> isOneOf(8_130_000, 40).test(record)))
                .hasSize(40);
        assertThat(Api.events("state=published&object=deal&record_id=8130007"))
                .singleElement()
                .satisfies(event -> assertThat(event.path("topic").asText()).isEqualTo("pipedrive.deal.added"));
    }

    @Test
    void anEventThatIsQueuedByHandIsSentAgainUnderItsId() throws Exception {
        // Given
        var mark = Topic.mark("pipedrive.deal.added");
        deliverNew(Door.ofNewDeals(), 8_140_000, 10);
        mark.await(10, isOneOf(8_140_000, 10));
        awaitNothingPending();

        // When
        run(queue("81400__", "''"));

        // Then
        var found = mark.await(20, isOneOf(8_140_000, 10));
        assertThat(found.stream()
                        .collect(Collectors.groupingBy(record -> header(record, "ce_id"), Collectors.counting())))
                .hasSize(10)
                .allSatisfy((id, copies) -> assertThat(copies).isEqualTo(2));
    }

    @Test
    void whatWaitsForATopicIsSentInOrderOnceKafkaTakesIt() throws Exception {
        // Given
        var mark = Topic.mark("pipedrive.deal.updated");
        change(Door.ofNewDeals(), 8_145_000, 30);
        mark.await(30, isOneOf(8_145_000, 1));
        awaitNothingPending();

        // When
        run(queue("8145000", "'pipedrive.deal.updated'"));
        for (int shard = 0; shard < SHARDS; shard++) {
            fence(shard);
        }
        change(Door.ofNewDeals(), 8_146_000, 30);
        for (int id = 0; id < 40; id++) { // each shard notices that it was fenced
            change(Door.ofNewDeals(), 8_147_000 + id, 1);
        }

        // Then
        awaitNothingPending();
        var found = mark.await(60, isOneOf(8_145_000, 1));
        assertThat(found.subList(0, 30)).extracting(ExactlyOnceTest::title).containsExactlyElementsOf(titles(30));
        assertThat(found.subList(30, 60)).extracting(ExactlyOnceTest::title).containsExactlyElementsOf(titles(30));
    }

    private static int change(Door door, long id, int changes) {
        var start = Instant.parse("2026-04-02T08:00:00Z");
        for (int change = 0; change < changes; change++) {
            var body = Payloads.changedV2("deal", id, "title " + change, start.plusSeconds(change));
            assertThat(door.deliver(body).status()).isEqualTo(204);
        }
        return changes;
    }

    private static void deliverNew(Door door, long first, int count) {
        for (var id = first; id < first + count; id++) {
            assertThat(door.deliver(Payloads.addedV2("deal", id, 1, "901")).status())
                    .isEqualTo(204);
        }
    }

    /** Takes the shard's transactional id as another instance would, and does nothing with it. */
    private static void fence(int shard) {
        try (var other = producer(shard)) {
            other.initTransactions();
        }
    }

    private static KafkaProducer<String, String> producer(int shard) {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class),
                        "transactional.id",
                        "pipestream-relay-" + shard),
                new StringSerializer(),
                new StringSerializer());
    }

    private static Predicate<ConsumerRecord<String, String>> isOneOf(long first, int count) {
        var keys = LongStream.range(first, first + count)
                .mapToObj(id -> Payloads.COMPANY + ":deal:" + id)
                .collect(Collectors.toSet());
        return record -> keys.contains(record.key());
    }

    private static String title(ConsumerRecord<String, String> record) throws JsonProcessingException {
        return Http.JSON.readTree(record.value()).path("object").path("title").asText();
    }

    private static List<String> titles(int changes) {
        return IntStream.range(0, changes).mapToObj(change -> "title " + change).toList();
    }

    private static void awaitNothingPending() {
        Awaitility.await("the outbox is empty")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> Api.events("state=pending").isEmpty());
    }

    /** Puts events of deals into the outbox that have left it. */
    private static String queue(String recordIds, String outOfTurn) {
        return """
                INSERT INTO outbox (shard, event_seq, received_at, out_of_turn)
                SELECT record_shard(company_id, object, record_id, (SELECT count(*) FROM relay_shard)), seq, received_at, %s
                  FROM event WHERE object = 'deal' AND record_id LIKE '%s'
                """.formatted(outOfTurn, recordIds);
    }

    private void run(String sql) throws SQLException {
        try (var connection = postgres.getConnection();
                var statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isPositive();
        }
    }
}

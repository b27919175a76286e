package io.pipestream.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.pipestream.support.Api;
import io.pipestream.support.Replay;
import io.pipestream.support.Topic;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Retention and replays leave each other what they need. */
@QuarkusTest
class RetainedReplayTest {

    @Inject
    OldMonth month;

    @Test
    void whatWasArchivedDroppedAndRestoredIsReplayedAsItWas() {
        // Given
        month.store("5283", Instant.parse("2009-03-02T00:00:00Z"), 8_190_000, 120);
        month.awaitPublished();
        month.madeInTime();
        var before = replayed("5283");
        month.drop(2009);
        assertThat(Api.events("company_id=5283")).isEmpty();

        // When
        Archives.restore(Archives.archiveOf("events", 2009));
        Archives.restore(Archives.archiveOf("deliveries", 2009));
        var after = replayed("5283");

        // Then
        assertThat(before).hasSize(120);
        assertThat(after).isEqualTo(before);
    }

    @Test
    void aReplayThatIsPausedKeepsWhatItHasStillToSend() {
        // Given
        var ids = month.store("5282", Instant.parse("2008-03-02T00:00:00Z"), 8_191_000, 40);
        month.awaitPublished();
        month.madeInTime();
        var replay = replay("5282", ", \"rate\": 1");
        replay.tell("pause");

        // When
        month.drop(2008);

        // Then
        assertThat(Api.get("/api/events/" + ids.getLast()).status()).isEqualTo(200);

        // When
        replay.tell("cancel");

        // Then
        Awaitility.await("the month may go once the last batch is noted")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> {
                    month.drop(2008);
                    assertThat(Api.get("/api/events/" + ids.getLast()).status()).isEqualTo(410);
                });
    }

    /** What a replay to a topic of its own sends, but for what is the replay's. */
    private static List<Map<String, String>> replayed(String company) {
        var replay = replay(company, "");
        replay.awaitDone();
        return replay.records().stream()
                .map(RetainedReplayTest::contents)
                .sorted((one, other) -> Long.compare(sequence(one), sequence(other)))
                .toList();
    }

    private static long sequence(Map<String, String> contents) {
        return Long.parseLong(contents.getOrDefault("ce_sequence", "0"));
    }

    private static Map<String, String> contents(ConsumerRecord<String, String> record) {
        var contents = Topic.headers(record);
        contents.remove("ce_replayid");
        contents.put("key", record.key());
        contents.put("value", record.value());
        return contents;
    }

    private static Replay replay(String company, String more) {
        return Replay.run("{\"company_id\": \"" + company + "\"}", Replay.SIDE, more);
    }
}

package io.pipestream.normalise;

import static io.pipestream.normalise.Deliveries.observe;
import static io.pipestream.normalise.Rows.knownToRest;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

/** Of any state, whatever the path: the same record, payload and key. A failure names its seed. */
class RowPropertyTest {

    private static final int FACTS = 1_000;

    @Test
    void aRowOfRecentsGivesTheEventOfTheWebhooks() {
        for (long seed = 0; seed < FACTS; seed++) {
            // Given
            var fact = RandomFact.of(seed);
            var webhook = observe(fact.v2());
            var record = (ObjectNode) Mutation.shuffled(fact.v1().get("current"), new Random(seed));

            // When
            var row = Rows.observe(webhook.action(), webhook.record().object(), record, RowShape.V1);

            // Then
            assertThat(row.object()).as("object of seed %d", seed).isEqualTo(webhook.object());
            assertThat(row.payload()).as("payload of seed %d", seed).isEqualTo(webhook.payload());
            assertThat(row.dedupeKey()).as("key of seed %d", seed).isEqualTo(webhook.dedupeKey());
        }
    }

    @Test
    void aRowOfRestGivesTheEventOfTheWebhooksAsFarAsItKnows() {
        var unknown = List.of("picture_id");
        for (long seed = 0; seed < FACTS; seed++) {
            // Given
            var fact = RandomFact.of(seed);
            var webhook = observe(fact.v1());
            var record = (ObjectNode) Mutation.shuffled(fact.rest(), new Random(seed));
            record.remove(unknown);

            // When
            var row = Rows.observe(webhook.action(), webhook.record().object(), record, RowShape.V2);

            // Then
            assertThat(knownToRest(row.object(), List.of()))
                    .as("object of seed %d", seed)
                    .isEqualTo(knownToRest(webhook.object(), unknown));
            assertThat(row.payload()).as("payload of seed %d", seed).isEqualTo(webhook.payload());
            assertThat(row.record()).as("record of seed %d", seed).isEqualTo(webhook.record());
        }
    }

    @Test
    void aRowWithAnyPartDroppedRetypedOrNestedGivesAnOutcomeThatCanBeWritten() {
        for (long seed = 0; seed < FACTS; seed++) {
            // Given
            var random = new Random(seed);
            var fact = RandomFact.of(seed);
            var object = observe(fact.v1()).record().object();
            var isV1 = random.nextBoolean();
            var mutant = Mutation.of(isV1 ? (ObjectNode) fact.v1().get("current") : fact.rest(), random);
            var before = mutant.deepCopy();

            // When
            var row = Rows.normalise(object, mutant, isV1 ? RowShape.V1 : RowShape.V2);

            // Then
            assertThat(mutant).as("the row of seed %d", seed).isEqualTo(before);
            switch (row) {
                case PolledRow.Readable readable -> assertWritable(readable, seed);
                case PolledRow.Unreadable(var reason) ->
                    assertThat(reason).matches("the record id is missing or unusable");
            }
        }
    }

    private static void assertWritable(PolledRow.Readable row, long seed) {
        var told = Stream.of(row.added(), row.updated(), row.deleted())
                .filter(Objects::nonNull)
                .toList();
        assertThat(told).as("seed %d", seed).hasSizeBetween(1, 2);
        for (var observation : told) {
            var written = Deliveries.asJson(observation).toString();
            assertThat(Deliveries.json(written)).as("seed %d", seed).isNotNull();
            assertThat(written).as("seed %d", seed).doesNotContain("\\u0000");
            assertThat(observation.dedupeKey()).as("seed %d", seed).matches("[!-~]{5,400}");
        }
    }
}

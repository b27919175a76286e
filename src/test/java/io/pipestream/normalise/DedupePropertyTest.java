package io.pipestream.normalise;

import static io.pipestream.normalise.Deliveries.observe;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Random;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

/** What must hold for any change, tried on many random ones. A failure names its seed. */
class DedupePropertyTest {

    private static final int FACTS = 1_000;

    @Test
    void bothDialectsOfAnyChangeGiveTheSameEvent() {
        for (long seed = 0; seed < FACTS; seed++) {
            // Given
            var fact = RandomFact.of(seed);

            // When
            var v1 = observe(fact.v1());
            var v2 = observe(fact.v2());

            // Then
            assertThat(v1.object()).as("object of seed %d", seed).isEqualTo(v2.object());
            assertThat(v1.payload()).as("payload of seed %d", seed).isEqualTo(v2.payload());
            assertThat(v1.dedupeKey()).as("key of seed %d", seed).isEqualTo(v2.dedupeKey());
        }
    }

    @Test
    void anotherAttemptOrRegistrationOrOrderOfKeysIsTheSameEvent() {
        for (long seed = 0; seed < FACTS; seed++) {
            // Given
            var random = new Random(seed);
            var first = seed % 2 == 0
                    ? RandomFact.of(seed).v1()
                    : RandomFact.of(seed).v2();
            var again = (ObjectNode) Mutation.shuffled(first, random);
            again.put("retry", 3);
            var meta = (ObjectNode) again.get("meta");
            meta.put("attempt", 4)
                    .put("webhook_id", "other")
                    .put("webhook_owner_id", "9")
                    .putArray("permitted_user_ids");

            // When
            var observations =
                    new String[] {observe(first).dedupeKey(), observe(again).dedupeKey()};

            // Then
            assertThat(observations[1]).as("key of seed %d", seed).isEqualTo(observations[0]);
            assertThat(observe(again).object())
                    .as("object of seed %d", seed)
                    .isEqualTo(observe(first).object());
        }
    }

    @Test
    void differentRecordsNeverShareAKey() {
        var recordOfKey = new HashMap<String, String>();
        for (long seed = 0; seed < FACTS; seed++) {
            var observation = observe(RandomFact.of(seed).v2());

            var record = recordOfKey.putIfAbsent(
                    observation.dedupeKey(), observation.record().key());

            assertThat(record)
                    .as("seed %d", seed)
                    .isIn(null, observation.record().key());
        }
        assertThat(recordOfKey).hasSizeGreaterThan(FACTS * 9 / 10);
    }

    @Test
    void aChangeOfAnyTextIsAnotherUpdate() {
        for (long seed = 0; seed < FACTS; seed++) {
            // Given
            var body = RandomFact.of(seed).v2();
            ((ObjectNode) body.get("meta")).put("action", "change");
            var changed = body.deepCopy();
            var name = changed.get("data").has("title")
                    ? "title"
                    : changed.get("data").has("content") ? "content" : "name";
            ((ObjectNode) changed.get("data")).put(name, "something else");

            // Then
            assertThat(observe(changed).dedupeKey())
                    .as("seed %d", seed)
                    .isNotEqualTo(observe(body).dedupeKey());
        }
    }
}

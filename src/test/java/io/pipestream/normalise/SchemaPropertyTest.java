package io.pipestream.normalise;

import static io.pipestream.normalise.Deliveries.namesIn;
import static io.pipestream.normalise.Deliveries.normalise;
import static io.pipestream.normalise.Deliveries.observe;
import static io.pipestream.normalise.Deliveries.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.event.Action;
import io.pipestream.event.EventType;
import io.pipestream.event.Observation;
import io.pipestream.journal.RecordText;
import io.pipestream.normalise.Normalised.Accepted;
import io.pipestream.schema.PublishedRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever Pipedrive sends, the event is as its schema says: a value that cannot be of its field's type becomes a null and
 * is kept in {@code extra}. A failure names its seed.
 */
class SchemaPropertyTest {

    private static final int FACTS = 1_000;

    private static final int MUTANTS = 200;

    @ParameterizedTest
    @MethodSource("bodies")
    void aBodyWithAnyPartDroppedRetypedOrNestedIsAnEventThatItsSchemaKnows(String file) {
        var body = read(file);
        assertIsAsItsSchemaSays(observe(body), -1);
        int accepted = 0;
        for (int seed = 0; seed < MUTANTS; seed++) {
            var mutant = Mutation.of(body, new Random(seed));
            if (normalise(mutant.toString()) instanceof Accepted(var observation)) {
                assertIsAsItsSchemaSays(observation, seed);
                accepted++;
            }
        }
        assertThat(accepted).isGreaterThan(MUTANTS / 4);
    }

    @Test
    void anyStateByAnyPathIsAnEventThatItsSchemaKnows() {
        for (long seed = 0; seed < FACTS; seed++) {
            var fact = RandomFact.of(seed);
            var webhook = observe(fact.v1());
            assertIsAsItsSchemaSays(webhook, seed);
            assertIsAsItsSchemaSays(observe(fact.v2()), seed);
            var object = webhook.record().object();
            var row = (ObjectNode) fact.v1().get("current");
            assertIsAsItsSchemaSays(Rows.observe(webhook.action(), object, row, RowShape.V1), seed);
            assertIsAsItsSchemaSays(Rows.observe(webhook.action(), object, fact.rest(), RowShape.V2), seed);
        }
    }

    @ParameterizedTest
    @MethodSource("objects")
    void aDeletionOfWhichNothingButTheIdIsKnownIsAnEventThatItsSchemaKnows(String object) {
        // Given
        var body = """
                {"v": 1, "meta": {"action": "deleted", "object": "%s", "id": 7, "company_id": 42}, "current": null,
                 "previous": null}
                """.formatted(object);

        // When
        var outcome = normalise(body);

        // Then
        var observation = ((Accepted) outcome).observation();
        assertThat(observation.action()).isEqualTo(Action.DELETED);
        assertIsAsItsSchemaSays(observation, 0);
    }

    static Stream<String> bodies() {
        return Stream.of("webhook-v1/", "webhook-v2/")
                .flatMap(folder -> namesIn(folder).stream().map(name -> folder + name));
    }

    static Stream<String> objects() {
        return Stream.concat(Catalogue.records().keySet().stream(), Stream.of("project"));
    }

    private static void assertIsAsItsSchemaSays(Observation observation, long seed) {
        var type = EventType.of(observation.record().object(), observation.action());
        var value = RecordText.of(observation);
        assertThat(PublishedRecord.problems(type, value))
                .as("%s of seed %d: %s", type.name(), seed, value)
                .isEmpty();
    }
}

package io.pipestream.normalise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

/** Whatever Pipedrive does to its payloads, each is an event or told apart for quarantine, and what differs is noted. */
class MutationTest {

    private static final int MUTANTS = 50_000;

    private static final int MULTIPLE = 20_000;

    private final List<String> objects = new ArrayList<>();
    private final List<ObjectNode> deliveries = new ArrayList<>();

    MutationTest() {
        for (var object : Spelling.objects()) {
            for (var told : Corpus.golden(object)) {
                for (var path : List.of("webhook_v1", "webhook_v2")) {
                    if (told.get(path) instanceof ObjectNode body) {
                        objects.add(object);
                        deliveries.add(body);
                    }
                }
            }
        }
    }

    @Test
    void onePartDroppedRetypedNestedAddedNulledOrReorderedIsAnEventAndIsNotedIfItDiffers() {
        var kinds = new TreeMap<String, Integer>();
        for (int seed = 0; seed < MUTANTS; seed++) {
            // Given
            var random = new Random(seed);
            int index = random.nextInt(deliveries.size());
            var mutation = SingleMutation.of(objects.get(index), deliveries.get(index), random);

            // When
            var outcome = Deliveries.normalise(mutation.body().toString());

            // Then
            var what = "seed %d: %s of %s".formatted(seed, mutation.what(), objects.get(index));
            assertThat(outcome).as(what).isInstanceOf(Normalised.Accepted.class);
            var noted = ((Normalised.Accepted) outcome)
                    .observation().drift().stream()
                            .map(drift -> drift.field() + ' ' + drift.kind().word())
                            .toList();
            if (mutation.expected() == null) {
                assertThat(noted).as(what).isEmpty();
            } else {
                assertThat(noted).as(what).containsExactly(mutation.expected());
            }
            kinds.merge(mutation.what().split(" ", -1)[0], 1, Integer::sum);
        }
        assertThat(kinds).containsOnlyKeys("add", "drop", "nest", "null", "reorder", "retype");
        assertThat(kinds.values()).allMatch(count -> count > 1_000);
    }

    @Test
    void severalThingsDoneAnywhereGiveAnOutcomeThatCanBeWritten() {
        int accepted = 0;
        for (int seed = 0; seed < MULTIPLE; seed++) {
            var random = new Random(seed);
            var mutant = Mutation.of(deliveries.get(random.nextInt(deliveries.size())), random);

            switch (Deliveries.normalise(mutant.toString())) {
                case Normalised.Accepted(var observation) -> {
                    var written = Deliveries.asJson(observation).toString();
                    assertThat(Deliveries.json(written)).as("seed %d", seed).isNotNull();
                    assertThat(observation.drift()).as("seed %d", seed).hasSizeLessThanOrEqualTo(64);
                    accepted++;
                }
                case Normalised.Rejected(var reason) ->
                    assertThat(reason).as("seed %d", seed).matches("[a-zA-Z0-9' ]{10,60}");
            }
        }
        assertThat(accepted).isGreaterThan(MULTIPLE / 2);
    }
}

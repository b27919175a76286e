package io.pipestream.normalise;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.journal.EventIds;
import io.pipestream.support.Api;
import io.pipestream.support.Door;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** Broken payloads at the door of the running service: nothing is refused, and each is found again. */
@QuarkusTest
class MutationDoorTest {

    private static final int MUTANTS = 3_000;

    private static final int AT_ONCE = 32;

    /** A company of its own, so that these records meet no other test's. */
    private static final String COMPANY = "4711777";

    @Test
    void everyMutantIsAnsweredWith2xxAndIsAnEventOrInQuarantine() throws Exception {
        // Given
        var door = Door.ofNewDeals();
        var mutants = mutants();

        // When
        var statuses = new ArrayList<Integer>();
        try (var pool = Executors.newFixedThreadPool(AT_ONCE)) {
            statuses.addAll(all(pool, mutants, mutant -> door.deliver(mutant).status()));
        }

        // Then
        assertThat(statuses).hasSize(MUTANTS).containsOnly(204, 202);
        var events = new ArrayList<String>();
        var quarantined = new ArrayList<String>();
        for (int i = 0; i < MUTANTS; i++) {
            switch (Deliveries.normalise(mutants.get(i))) {
                case Normalised.Accepted(var observation) -> {
                    assertThat(statuses.get(i)).as(mutants.get(i)).isEqualTo(204);
                    events.add(EventIds.of(observation.dedupeKey()).toString());
                }
                case Normalised.Rejected rejected -> {
                    assertThat(statuses.get(i)).as(mutants.get(i)).isEqualTo(202);
                    quarantined.add(mutants.get(i));
                }
            }
        }
        assertThat(events).hasSizeGreaterThan(MUTANTS * 4 / 5);
        assertThat(quarantined).isNotEmpty();
        try (var pool = Executors.newFixedThreadPool(AT_ONCE)) {
            assertThat(all(pool, events, id -> Api.get("/api/events/" + id).status()))
                    .containsOnly(200);
        }
        assertThat(quarantineHeads())
                .containsAll(quarantined.stream().map(MutationDoorTest::head).toList());
        await("what differs is shown")
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(Api.get("/api/drift").body())
                        .contains("\"kind\":\"new\"", "\"kind\":\"gone\"", "\"kind\":\"type\""));
    }

    /** Two thirds with one thing done, the rest with several, none of them to the names of objects: each is a topic. */
    private static List<String> mutants() {
        var random = new Random(20260401);
        var objects = new ArrayList<String>();
        var deliveries = new ArrayList<ObjectNode>();
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
        var mutants = new ArrayList<String>();
        while (mutants.size() < MUTANTS) {
            int index = random.nextInt(deliveries.size());
            var delivery = deliveries.get(index);
            var mutant = mutants.size() % 3 < 2
                    ? SingleMutation.of(objects.get(index), delivery, random).body()
                    : Mutation.of(delivery, random);
            if (keepsItsName(delivery, mutant)) {
                mutants.add(mutant.toString().replace(Rows.COMPANY, COMPANY));
            }
        }
        // What no mutation of a record makes of it.
        mutants.set(
                0,
                "{\"meta\": {\"version\": \"2.0\", \"action\": \"change\", \"entity\": \"deal\", \"company_id\": \"4711777\"}}");
        return mutants;
    }

    private static boolean keepsItsName(ObjectNode delivery, ObjectNode mutant) {
        return List.of("company_id", "object", "entity").stream()
                        .allMatch(name -> mutant.path("meta")
                                .path(name)
                                .equals(delivery.path("meta").path(name)))
                && mutant.path("event").equals(delivery.path("event"));
    }

    private static Set<String> quarantineHeads() {
        var heads = new HashSet<String>();
        Api.get("/api/quarantine?limit=1000")
                .json()
                .path("data")
                .forEach(it -> heads.add(it.path("body_head").asText()));
        return heads;
    }

    private static String head(String body) {
        var bytes = body.getBytes(UTF_8);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(bytes, Math.min(bytes.length, 4096)));
    }

    private interface Doing {
        int to(String item);
    }

    private static List<Integer> all(ExecutorService pool, List<String> items, Doing doing) throws Exception {
        var calls = items.stream()
                .map(item -> (Callable<Integer>) () -> doing.to(item))
                .toList();
        var results = new ArrayList<Integer>();
        for (var result : pool.invokeAll(calls)) {
            results.add(result.get());
        }
        return results;
    }
}

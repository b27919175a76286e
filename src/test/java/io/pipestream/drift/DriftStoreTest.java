package io.pipestream.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

import io.pipestream.drift.DriftRepository.Kept;
import io.pipestream.drift.Sighting.Of;
import io.pipestream.event.Drift.Kind;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Several instances write what each of them has noticed. */
@QuarkusTest
class DriftStoreTest {

    private static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");

    private static final int PLENTY = 100_000;

    @Inject
    DriftRepository repository;

    @Test
    void instancesThatNoticeTheSameAtOnceAddUpAndOneOfThemRaisesTheAlarm() throws Exception {
        // Given
        var instances = 8;
        var writes = 25;
        var noticed = List.of(
                sighting("store_a", 3, AT, null),
                sighting("store_b", 1, AT.plusSeconds(5), null),
                sighting("store_c", 2, AT, null));

        // When
        var begun = new ArrayList<Sighting>();
        try (var pool = Executors.newFixedThreadPool(instances)) {
            Callable<List<Sighting>> instance = () -> {
                var alarms = new ArrayList<Sighting>();
                for (int i = 0; i < writes; i++) {
                    var order = new ArrayList<>(noticed);
                    Collections.shuffle(order);
                    alarms.addAll(repository.add(order, PLENTY));
                }
                return alarms;
            };
            for (var alarms : pool.invokeAll(Collections.nCopies(instances, instance))) {
                begun.addAll(alarms.get());
            }
        }

        // Then
        assertThat(begun).extracting(it -> it.of().field()).containsExactlyInAnyOrder("store_a", "store_b", "store_c");
        assertThat(kept("store_a").seen()).isEqualTo(3L * instances * writes);
        assertThat(kept("store_b").seen()).isEqualTo((long) instances * writes);
        assertThat(kept("store_c").seen()).isEqualTo(2L * instances * writes);
    }

    @Test
    void whatIsKnownIsPutTogetherAndASampleWithAnEventTakesThePlaceOfOneWithout() {
        // Given
        var event = UUID.fromString("0194d3a0-0000-7000-8000-00000000d41f");
        repository.add(List.of(sighting("store_d", 1, AT, null)), PLENTY);

        // When
        repository.add(List.of(sighting("store_d", 4, AT.minusSeconds(60), event)), PLENTY);
        repository.add(List.of(sighting("store_d", 1, AT.plusSeconds(60), UUID.randomUUID())), PLENTY);

        // Then
        var kept = kept("store_d");
        assertThat(kept.seen()).isEqualTo(6);
        assertThat(kept.firstSeenAt()).isEqualTo(AT.minusSeconds(60));
        assertThat(kept.lastSeenAt()).isEqualTo(AT.plusSeconds(60));
        assertThat(kept.sampleEventId()).isEqualTo(event);
        assertThat(kept.sources()).containsExactly("list", "webhook-v2");
    }

    @Test
    void beyondTheMostThatIsKeptNoneIsBegunAndThoseThatAreKeptAreCountedOn() {
        // Given
        repository.add(List.of(sighting("store_e", 1, AT, null)), PLENTY);

        // When
        var begun = repository.add(List.of(sighting("store_e", 1, AT, null), sighting("store_f", 1, AT, null)), 1);

        // Then
        assertThat(begun).isEmpty();
        assertThat(kept("store_e").seen()).isEqualTo(2);
        assertThat(repository.newest("any", PLENTY)).extracting(Kept::field).doesNotContain("store_f");
    }

    private Kept kept(String field) {
        return repository.newest("any", PLENTY).stream()
                .filter(it -> it.field().equals(field))
                .findFirst()
                .orElseThrow();
    }

    private static Sighting sighting(String field, long count, Instant at, @Nullable UUID eventId) {
        return new Sighting(
                new Of("deal", field, Kind.NEW),
                "text",
                Set.of(eventId == null ? "list" : "webhook-v2"),
                count,
                at,
                at,
                "5172:deal:1",
                eventId);
    }
}

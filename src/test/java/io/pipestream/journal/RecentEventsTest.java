package io.pipestream.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

import io.pipestream.event.Delivery;
import io.pipestream.journal.Entry.NewEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import org.junit.jupiter.api.Test;

/** Memory between the commit of an event and its relay: never more than its bytes, and never another event. */
class RecentEventsTest {

    private static final int LIMIT = 1_000;

    private final RecentEvents recent = new RecentEvents(new Config());

    @Test
    void anEventIsAsItWasStoredUntilItIsPublished() {
        // Given
        add(7, 100);

        // When
        var found = recent.find(List.of(6L, 7L));
        recent.forget(List.of(new Published(7, "topic", 0, 3L, null)));

        // Then
        assertThat(found).containsOnlyKeys(7L);
        assertThat(found.get(7L)).satisfies(event -> {
            assertThat(event.key()).isEqualTo("1:deal:7");
            assertThat(event.occurredAt()).isEqualTo(Instant.parse("2026-03-01T10:00:05.123456Z"));
            assertThat(event.ingestPath()).isEqualTo("webhook");
        });
        assertThat(recent.find(List.of(7L))).isEmpty();
    }

    @Test
    void aDeliveryThatWasNoNewsLeavesNothing() {
        recent.add(List.of(entry(7, 100)), Map.of());

        assertThat(recent.find(List.of(7L))).isEmpty();
    }

    @Test
    void theYoungestEventsThatFitAreKeptWhateverComesAndGoes() {
        var random = new Random(43);
        var expected = new TreeMap<Long, Integer>();
        for (long seq = 1; seq <= 2_000; seq++) {
            var size = random.nextInt(LIMIT + 100);
            add(seq, size);
            if (size <= LIMIT) {
                expected.put(seq, size);
            }
            while (expected.values().stream().mapToInt(Integer::intValue).sum() > LIMIT) {
                expected.pollFirstEntry();
            }
            if (random.nextInt(3) == 0) {
                long published = seq - random.nextInt(3);
                recent.forget(List.of(new Published(published, "topic", 0, 0L, null)));
                expected.remove(published);
            }

            assertThat(recent.find(List.of(seq, seq - 1, seq - 2, seq - 3)).keySet())
                    .as("after event %d", seq)
                    .isEqualTo(expected.tailMap(seq - 3).keySet());
        }
    }

    private void add(long seq, int size) {
        var entry = entry(seq, size);
        recent.add(List.of(entry), Map.of(entry.delivery().id(), seq));
    }

    private static Entry entry(long seq, int size) {
        var received = Instant.parse("2026-03-01T10:00:06Z");
        var occurred = Instant.parse("2026-03-01T10:00:05.123456789Z");
        var delivery = new Delivery(new UUID(1, seq), new UUID(2, 0), received, Map.of(), new byte[0]);
        var event = new NewEvent(
                new UUID(3, seq),
                "1",
                "deal",
                Long.toString(seq),
                "added",
                null,
                occurred,
                "webhook-v2",
                null,
                "x".repeat(size));
        var answer = new AtomicReference<UniEmitter<? super Appended>>();
        Uni.createFrom().<Appended>emitter(answer::set).subscribe().with(appended -> {});
        return new Entry(delivery, event, null, 0, answer.get());
    }

    private record Config() implements JournalConfig {

        @Override
        public int batchSize() {
            return 1;
        }

        @Override
        public long batchBytes() {
            return 1;
        }

        @Override
        public int queueCapacity() {
            return 1;
        }

        @Override
        public long queueBytes() {
            return 1;
        }

        @Override
        public long recentBytes() {
            return LIMIT;
        }

        @Override
        public Duration commitTimeout() {
            return Duration.ofSeconds(1);
        }

        @Override
        public Duration patience() {
            return Duration.ofSeconds(1);
        }
    }
}

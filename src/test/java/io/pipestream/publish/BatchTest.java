package io.pipestream.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.pipestream.journal.PendingEvent;
import io.pipestream.journal.Published;
import org.junit.jupiter.api.Test;

/** Which events of a batch may be under way together. */
class BatchTest {

    private final Batch batch = new Batch(List.of(event(1, "7"), event(2, "8"), event(3, "7"), event(4, "8")));

    @Test
    void theOldestOfEachRecordIsFirst() {
        assertThat(batch.next()).extracting(PendingEvent::seq).containsExactly(1L, 2L);
    }

    @Test
    void aSettledEventMakesWayForTheNextOfItsRecord() {
        // When
        batch.settle(List.of(settled(1), settled(2)));

        // Then
        assertThat(batch.next()).extracting(PendingEvent::seq).containsExactly(3L, 4L);
    }

    @Test
    void anEventThatIsNotSettledHoldsBackItsRecordAndNoOther() {
        // When
        batch.settle(List.of(settled(2)));

        // Then
        assertThat(batch.next()).extracting(PendingEvent::seq).containsExactly(4L);
    }

    @Test
    void aBatchOfSettledEventsIsEmpty() {
        // When
        batch.settle(List.of(settled(1), settled(2)));
        batch.settle(List.of(settled(3), settled(4)));

        // Then
        assertThat(batch.isEmpty()).isTrue();
    }

    private static Published settled(long seq) {
        return new Published(seq, "pipedrive.deal.updated", 0, seq, null);
    }

    private static PendingEvent event(long seq, String record) {
        return new PendingEvent(
                seq,
                new UUID(0, seq),
                "1",
                "deal",
                record,
                "updated",
                null,
                Instant.EPOCH,
                Instant.EPOCH,
                "webhook",
                "{}");
    }
}

package io.pipestream.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

/** Which events wait for a refused topic, and that none overtakes an earlier one of its record. */
class WaitingTest {

    private static final String ADDED = "pipedrive.deal.added";
    private static final String UPDATED = "pipedrive.deal.updated";

    private final Waiting waiting = new Waiting(Map.of());

    @Test
    void nothingWaitsWhileNoTopicIsRefused() {
        assertThat(waiting.among(List.of(Events.of(1, "7")), List.of(ADDED))).isEmpty();
        assertThat(waiting.due()).isEmpty();
    }

    @Test
    void eventsOfARefusedTopicWaitAndOthersDoNot() {
        // Given
        waiting.refused(ADDED, new IllegalStateException("not allowed"));

        // When
        var held = waiting.among(List.of(Events.of(1, "7"), Events.of(2, "8")), List.of(ADDED, UPDATED));

        // Then
        assertThat(held).containsExactly(Map.entry(1L, ADDED));
    }

    @Test
    void laterEventsOfTheSameRecordWaitForTheSameTopic() {
        // Given
        waiting.refused(ADDED, new IllegalStateException("not allowed"));

        // When
        var held = waiting.among(
                List.of(Events.of(1, "7"), Events.of(2, "8"), Events.of(3, "7")), List.of(ADDED, UPDATED, UPDATED));

        // Then
        assertThat(held).containsExactly(Map.entry(1L, ADDED), Map.entry(3L, ADDED));
        assertThat(waiting.among(List.of(Events.of(4, "7")), List.of(UPDATED))).containsKey(4L);
    }

    @Test
    void aRefusedTopicIsNotTriedAtOnceAndOneFoundAtATakeoverIs() {
        // When
        waiting.refused(ADDED, new IllegalStateException("not allowed"));
        var takenOver = new Waiting(Map.of("1:deal:7", ADDED));

        // Then
        assertThat(waiting.due()).isEmpty();
        assertThat(takenOver.due()).containsExactly(ADDED);
        assertThat(takenOver.among(List.of(Events.of(9, "7")), List.of(UPDATED)))
                .containsExactly(Map.entry(9L, ADDED));
    }

    @Test
    void aReleasedTopicLetsItsRecordsGo() {
        // Given
        waiting.refused(ADDED, new IllegalStateException("not allowed"));
        waiting.holdBack(Events.of(1, "7"), ADDED);

        // When
        waiting.released(ADDED);

        // Then
        assertThat(waiting.among(List.of(Events.of(2, "7"), Events.of(3, "8")), List.of(UPDATED, ADDED)))
                .isEmpty();
    }
}

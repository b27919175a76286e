package io.pipestream.poll;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.pipestream.event.Action;
import io.pipestream.event.Observation;
import io.pipestream.event.RecordRef;
import io.pipestream.event.Source;
import io.pipestream.journal.PolledCandidate;
import io.pipestream.normalise.PolledRow.Readable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WindowTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant BEFORE = START.minusSeconds(1);
    private static final Instant IN = START.plusSeconds(60);
    private static final Instant LATER = START.plusSeconds(90);

    private static final Window OPEN = new Window(START, null);

    @Test
    void whatWasAddedInTheWindowIsAnAddition() {
        // When
        var candidate = candidate(OPEN, row(IN, IN, null));

        // Then
        assertThat(actions(candidate)).isEqualTo("added none");
    }

    @Test
    void whatWasAddedAtItsFirstInstantIsAnAdditionToo() {
        assertThat(actions(candidate(OPEN, row(START, START, null)))).isEqualTo("added none");
    }

    @Test
    void whatWasAddedBeforeIsAnUpdateAtMost() {
        assertThat(actions(candidate(OPEN, row(BEFORE, IN, null)))).isEqualTo("none updated");
    }

    @Test
    void whatWasAddedAndChangedInTheWindowIsBoth() {
        assertThat(actions(candidate(OPEN, row(IN, LATER, null)))).isEqualTo("added updated");
    }

    @Test
    void whatWasAddedAndDeletedInTheWindowIsBoth() {
        assertThat(actions(candidate(OPEN, row(IN, LATER, LATER)))).isEqualTo("added deleted");
    }

    @Test
    void whatChangedBeforeTheWindowIsNotOursToTell() {
        assertThat(candidate(OPEN, row(BEFORE, BEFORE, null))).isNull();
    }

    @Test
    void whatChangedAfterTheEndOfABackfillIsNotOursToTellButItsAdditionIs() {
        // Given
        var range = new Window(START, LATER);

        // Then
        assertThat(actions(candidate(range, row(IN, LATER, null)))).isEqualTo("added none");
        assertThat(candidate(range, row(BEFORE, LATER, null))).isNull();
        assertThat(candidate(range, row(LATER, LATER, null))).isNull();
    }

    @Test
    void aRowWithoutTimesTellsNothing() {
        assertThat(candidate(OPEN, new Readable(observed(Action.ADDED, null), null, null, null, null)))
                .isNull();
    }

    @Test
    void whatNobodySubscribedToIsNotTold() {
        // When
        var candidate = OPEN.candidate(row(IN, LATER, null), wanted -> wanted.action() == Action.UPDATED, new byte[0]);

        // Then
        assertThat(actions(candidate)).isEqualTo("none updated");
        assertThat(OPEN.candidate(row(IN, IN, null), wanted -> wanted.action() == Action.UPDATED, new byte[0]))
                .isNull();
    }

    private static @Nullable PolledCandidate candidate(Window window, Readable row) {
        return window.candidate(row, any -> true, new byte[0]);
    }

    private static String actions(@Nullable PolledCandidate candidate) {
        return candidate == null ? "nothing" : word(candidate.created()) + ' ' + word(candidate.latest());
    }

    private static String word(@Nullable Observation observation) {
        return observation == null ? "none" : observation.action().word();
    }

    private static Readable row(Instant addedAt, Instant updatedAt, @Nullable Instant deletedAt) {
        return new Readable(
                observed(Action.ADDED, addedAt),
                updatedAt.equals(addedAt) || deletedAt != null ? null : observed(Action.UPDATED, updatedAt),
                deletedAt == null ? null : observed(Action.DELETED, deletedAt),
                addedAt,
                updatedAt);
    }

    private static Observation observed(Action action, @Nullable Instant at) {
        var json = JsonNodeFactory.instance;
        return new Observation(
                "1:deal:1:" + action.word(),
                new RecordRef("1", "deal", "1"),
                action,
                at,
                Source.RECENTS,
                null,
                null,
                json.objectNode(),
                null,
                json.objectNode(),
                null,
                List.of());
    }
}

package io.pipestream.poll;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import io.pipestream.connection.Connections;
import io.pipestream.pipedrive.Listing;
import io.pipestream.pipedrive.Page;
import io.pipestream.poll.Backfill.Part;
import io.pipestream.poll.Backfill.State;
import io.pipestream.support.Api;
import io.pipestream.support.Door;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a crash leaves is what the next one goes on with, and who was overtaken changes nothing. */
@QuarkusTest
class PollStoreTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Inject
    Connections connections;

    @Inject
    Agenda agenda;

    @Inject
    SweepRepository sweeps;

    @Inject
    BackfillRepository backfills;

    private Sweep before = sweep();

    @BeforeEach
    void nobodyElseSweeps() {
        Door.ofNewDeals();
        assertThat(Api.put(polling(), "{\"mode\": \"off\"}").status()).isEqualTo(200);
        before = agenda.sweep(connection());
    }

    @AfterEach
    void theSweepIsAsItWas() {
        var now = sweeps.find(before.connectionId()).orElseThrow();
        sweeps.save(new Sweep(
                before.connectionId(),
                before.mode(),
                before.beganAt(),
                before.cursor(),
                before.lastRunAt(),
                before.rows(),
                before.events(),
                null,
                null,
                null,
                now.version()));
        Api.put(polling(), "{\"mode\": \"fallback\"}");
    }

    @Test
    void aRunUnderWayIsReadBackAsItWasSaved() {
        // Given
        var plan = SweepPlan.begin(
                        NOW.minus(Duration.ofDays(40)),
                        NOW,
                        Set.of("deal", "lead"),
                        Duration.ofMinutes(2),
                        Duration.ofDays(27))
                .after(new Page(List.of(), "a cursor, of Pipedrive's", null));

        // When
        var saved = sweeps.save(before.running(plan).after(plan, 500, 7));

        // Then
        assertThat(sweeps.find(before.connectionId())).hasValueSatisfying(sweep -> {
            assertThat(saved).contains(sweep);
            assertThat(sweep.plan()).isEqualTo(plan);
            assertThat(sweep.rows()).isEqualTo(500);
            assertThat(sweep.events()).isEqualTo(7);
            assertThat(sweep.cursor()).isEqualTo(before.cursor());
            assertThat(sweep.lastRunAt()).isEqualTo(NOW);
            assertThat(sweep.version()).isEqualTo(before.version() + 1);
        });
    }

    @Test
    void whoReadBeforeSomebodyElseSavedMovesNothing() {
        // Given
        var theirs = sweeps.save(before.idle(NOW)).orElseThrow();

        // When
        var ours = sweeps.save(before.idle(NOW.minus(Duration.ofDays(1))));

        // Then
        assertThat(ours).isEmpty();
        assertThat(sweeps.find(before.connectionId())).contains(theirs);
    }

    @Test
    void aWaitIsKeptWithItsReasonUntilAPageWasRead() {
        // Given
        var plan = SweepPlan.begin(NOW, NOW, Set.of("deal"), Duration.ofMinutes(2), Duration.ofDays(27));

        // When
        var waiting = sweeps.save(before.running(plan).waiting(NOW.plusSeconds(60), "RATE_LIMITED"))
                .orElseThrow();
        var going = sweeps.save(waiting.after(plan, 1, 0)).orElseThrow();

        // Then
        assertThat(waiting.waitUntil()).isEqualTo(NOW.plusSeconds(60));
        assertThat(waiting.waitReason()).isEqualTo("RATE_LIMITED");
        assertThat(going.waitUntil()).isNull();
    }

    @Test
    void aBackfillGoesOnFromItsLastCommittedPageOnly() {
        // Given
        var id = add();
        var first = backfills.find(id).orElseThrow().next().orElseThrow();

        // When
        var moved = backfills.advance(id, first, "c1", 500, 3);
        var movedTwice = backfills.advance(id, first, "c1", 500, 3);

        // Then
        assertThat(moved).isTrue();
        assertThat(movedTwice).isFalse();
        assertThat(backfills.find(id).orElseThrow().next())
                .contains(new Part(1, Listing.PERSONS, "c1", false, 1, 500, 3));

        // When
        var last = backfills.find(id).orElseThrow().next().orElseThrow();
        backfills.advance(id, last, null, 10, 0);

        // Then
        assertThat(backfills.find(id).orElseThrow().next()).isEmpty();
        finish(id);
    }

    @Test
    void aCancelledBackfillDoesNotGoOnAndDoesNotComeBack() {
        // Given
        var id = add();
        var part = backfills.find(id).orElseThrow().next().orElseThrow();

        // When
        finish(id);

        // Then
        assertThat(backfills.advance(id, part, "c1", 1, 1)).isFalse();
        assertThat(backfills.setState(id, State.RUNNING, null, null, null)).isFalse();
        assertThat(backfills.find(id).orElseThrow().state()).isEqualTo(State.CANCELLED);
        assertThat(backfills.unfinished(100))
                .noneMatch(backfill -> backfill.id().equals(id));
    }

    private UUID add() {
        var id = UUID.randomUUID();
        backfills.add(new Backfill(
                id,
                before.connectionId(),
                List.of("person"),
                NOW.minusSeconds(60),
                NOW,
                State.QUEUED,
                null,
                null,
                NOW,
                null,
                List.of(new Part(1, Listing.PERSONS, "", false, 0, 0, 0))));
        // No worker takes it up before then.
        backfills.setState(id, State.RUNNING, Instant.parse("2999-01-01T00:00:00Z"), null, null);
        return id;
    }

    private void finish(UUID id) {
        backfills.setState(id, State.CANCELLED, null, null, NOW);
    }

    private Connections.Ref connection() {
        return connections.all().getFirst();
    }

    private String polling() {
        return "/api/connections/" + connection().id() + "/polling";
    }

    private static Sweep sweep() {
        return new Sweep(UUID.randomUUID(), Mode.OFF, NOW, NOW, NOW, 0, 0, null, null, null, 0);
    }
}

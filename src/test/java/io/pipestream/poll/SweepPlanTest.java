package io.pipestream.poll;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import io.pipestream.pipedrive.Listing;
import io.pipestream.pipedrive.Page;
import io.pipestream.pipedrive.Row;
import io.pipestream.pipedrive.Shape;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run against Recents as Pipedrive describes it, while records go on changing. */
class SweepPlanTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration OVERLAP = Duration.ofMinutes(2);
    private static final Duration HORIZON = Duration.ofDays(27);
    private static final Set<String> DEALS_AND_NOTES = Set.of("deal", "note");

    @Test
    void aRunReadsFromBehindTheCursorInOneStep() {
        // When
        var plan = begin(NOW.minusSeconds(600), DEALS_AND_NOTES);

        // Then
        assertThat(plan.since()).isEqualTo(NOW.minusSeconds(720));
        assertThat(plan.items()).containsExactly("deal", "note");
        assertThat(plan.steps()).containsExactly(new Step.Recents());
        assertThat(plan.after(page(List.of(), null, null)).isDone()).isTrue();
    }

    @Test
    void leadsHaveAListOfTheirOwn() {
        // When
        var plan = begin(NOW.minusSeconds(600), Set.of("*"));

        // Then
        assertThat(Step.words(plan.steps())).isEqualTo("LEADS,RECENTS");
        assertThat(plan.until()).isNull();
        assertThat(Step.parse(Step.words(plan.steps()))).isEqualTo(plan.steps());
    }

    @Test
    void whoSubscribesToEverythingGetsWhatOnlyRecentsKnows() {
        // When
        var plan = begin(NOW.minusSeconds(600), Set.of("*"));

        // Then
        assertThat(plan.items()).contains("file", "filter").doesNotContain("lead");
        assertThat(plan.items().stream().filter(object -> !PolledObjects.isToldByWebhooks(object)))
                .containsExactly("file", "filter");
    }

    @Test
    void beyondTheHorizonTheListsBridgeWhatRecentsNoLongerReaches() {
        // Given
        var cursor = NOW.minus(Duration.ofDays(40));

        // When
        var plan = begin(cursor, DEALS_AND_NOTES);

        // Then
        assertThat(Step.words(plan.steps())).isEqualTo("DEALS,ARCHIVED_DEALS,DELETED_DEALS,NOTES,RECENTS");
        assertThat(plan.since()).isEqualTo(cursor.minus(OVERLAP));
        assertThat(plan.until()).isEqualTo(NOW.minus(Duration.ofDays(23)));

        // When
        var archived = plan.after(page(List.of(), "c1", null)).after(page(List.of(), null, null));

        // Then
        assertThat(archived.step()).isEqualTo(new Step.Listed(Listing.ARCHIVED_DEALS));
        assertThat(archived.until()).isNull();

        // When
        var recents = archived;
        while (!(recents.step() instanceof Step.Recents)) {
            recents = recents.after(page(List.of(), null, null));
        }

        // Then
        assertThat(recents.since()).isEqualTo(NOW.minus(Duration.ofDays(24)));
        assertThat(recents.windowStart()).isEqualTo(cursor.minus(OVERLAP));
    }

    @Test
    void aListIsReadByItsOwnPositions() {
        // When
        var plan = begin(NOW.minus(Duration.ofDays(40)), Set.of("deal"))
                .after(page(List.of(), "abc", null))
                .after(page(List.of(), "def", null));

        // Then
        assertThat(plan.position()).isEqualTo("def");
        assertThat(plan.stepAgain().position()).isEmpty();
    }

    @Test
    void aRunThatLayTooLongIsReadAnewFromTheSameWindow() {
        // Given
        var plan = begin(NOW.minusSeconds(600), Set.of("deal"));
        var later = NOW.plus(Duration.ofDays(40));

        // When
        var again = plan.again(later, Set.of("deal"), HORIZON);

        // Then
        assertThat(plan.isStale(NOW.plusSeconds(60), HORIZON)).isFalse();
        assertThat(plan.isStale(later, HORIZON)).isTrue();
        assertThat(again.windowStart()).isEqualTo(plan.windowStart());
        assertThat(again.step()).isEqualTo(new Step.Listed(Listing.DEALS));
        assertThat(again.isStale(later, HORIZON)).isFalse();
    }

    @Test
    void aHundredThousandChangesOfOneSecondAreReadWithoutLoss() {
        // Given
        var recents = new Recents();
        recents.add(40, NOW.minusSeconds(300));
        recents.add(100_000, NOW.minusSeconds(200));
        recents.add(700, NOW.minusSeconds(100));

        // When
        var run = recents.read(begin(NOW.minusSeconds(600), Set.of("deal")), 500, () -> {});

        // Then
        assertThat(run.seen).hasSize(100_740);
        assertThat(run.pages).isLessThan(240);
    }

    @ParameterizedTest
    // A case of large pages reads some ten thousand rows again and again.
    @CsvSource({"5, 40", "50, 40", "500, 5"})
    void recordsThatChangeWhileTheyAreReadLoseNone(int pageSize, int cases) {
        for (long seed = 0; seed < cases; seed++) {
            // Given
            var random = new Random(seed);
            var recents = new Recents();
            for (int second = 600; second > 0; second -= 1 + random.nextInt(20)) {
                recents.add(random.nextInt(pageSize), NOW.minusSeconds(second));
            }
            var all = Set.copyOf(recents.ids());

            // When
            var run = recents.read(
                    begin(NOW.minusSeconds(600), Set.of("deal")),
                    pageSize,
                    () -> recents.touch(random, Math.max(1, pageSize / 10)));

            // Then
            // Those too that have changed since the run began: the next one would not know that they were added.
            assertThat(run.seen).as("seed %d", seed).containsAll(all);
        }
    }

    private static SweepPlan begin(Instant cursor, Set<String> objects) {
        return SweepPlan.begin(cursor, NOW, objects, OVERLAP, HORIZON);
    }

    private static Page page(List<Row> rows, @Nullable String next, @Nullable Instant last) {
        return new Page(rows, next, last);
    }

    /** Strictly after, by whole seconds, ordered by time of change, paged by offset. */
    private static final class Recents {

        private static final Comparator<Changed> ORDER =
                Comparator.comparing(Changed::at).thenComparingLong(Changed::id);

        private record Changed(long id, Instant at) {}

        private static final class Run {

            private final Set<String> seen = new HashSet<>();
            private int pages;
        }

        private final List<Changed> changes = new ArrayList<>();
        private Instant clock = NOW;

        void add(int count, Instant at) {
            for (int i = 0; i < count; i++) {
                changes.add(new Changed(changes.size(), at));
            }
        }

        /** Some records change now, and so move to the end. */
        void touch(Random random, int atMost) {
            clock = clock.plusSeconds(1);
            for (int i = random.nextInt(atMost + 1); i > 0 && !changes.isEmpty(); i--) {
                var index = random.nextInt(changes.size());
                changes.set(index, new Changed(changes.get(index).id(), clock));
            }
        }

        Set<String> ids() {
            var ids = new HashSet<String>();
            changes.forEach(change -> ids.add(Long.toString(change.id())));
            return ids;
        }

        Run read(SweepPlan begun, int pageSize, Runnable meanwhile) {
            var run = new Run();
            var plan = begun;
            while (!plan.isDone()) {
                assertThat(++run.pages).as("pages").isLessThan(20_000);
                var page = page(plan, pageSize);
                page.rows().forEach(row -> run.seen.add(String.valueOf(row.id())));
                plan = plan.after(page);
                meanwhile.run();
            }
            return run;
        }

        private Page page(SweepPlan plan, int pageSize) {
            var rows = changes.stream()
                    .filter(change -> change.at().isAfter(plan.since()))
                    .sorted(ORDER)
                    .toList();
            var start = plan.position().isEmpty() ? 0 : Integer.parseInt(plan.position());
            var end = Math.min(rows.size(), start + pageSize);
            var shown = start < end ? rows.subList(start, end) : List.<Changed>of();
            return new Page(
                    shown.stream()
                            .map(change -> new Row("deal", Long.toString(change.id()), null, Shape.V1))
                            .toList(),
                    end < rows.size() ? Integer.toString(end) : null,
                    shown.isEmpty() ? null : shown.getLast().at());
        }
    }
}

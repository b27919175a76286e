package io.pipestream.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;

import io.pipestream.coverage.Coverage.Mark;
import org.junit.jupiter.api.Test;

/** What must hold for any order of commits, sweeps and sends. A failure names its seed. */
class AnnouncementsTest {

    private static final int WORLDS = 500;

    private static final int STEPS = 300;

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    @Test
    void nothingIsToldBeforeKafkaHasAllThatItStandsFor() {
        for (long seed = 0; seed < WORLDS; seed++) {
            var world = new World(seed);
            for (int step = 0; step < STEPS; step++) {
                world.happen();
                world.look();
            }
            assertThat(world.toldTooEarly)
                    .as("told too early with seed %d", seed)
                    .isEmpty();
        }
    }

    @Test
    void aCompanyIsNeverToldTheSameOrAnEarlierInstantAgain() {
        for (long seed = 0; seed < WORLDS; seed++) {
            var world = new World(seed);
            for (int step = 0; step < STEPS; step++) {
                world.happen();
                world.look();
            }
            for (var company : world.companies()) {
                assertThat(world.toldOf(company))
                        .as("company %s with seed %d", company, seed)
                        .isSorted()
                        .doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void everythingIsToldOnceKafkaHasCaughtUp() {
        for (long seed = 0; seed < WORLDS; seed++) {
            var world = new World(seed);
            for (int step = 0; step < STEPS; step++) {
                world.happen();
                world.look();
            }
            world.quiet = true;
            world.outbox.clear();
            world.look();
            world.look();

            for (var company : world.companies()) {
                assertThat(world.toldOf(company).getLast())
                        .as("company %s with seed %d", company, seed)
                        .isEqualTo(world.marks.get(company));
            }
        }
    }

    @Test
    void aSteadyStreamDoesNotKeepAMarkWaiting() {
        // Given
        var announcements = new Announcements();
        var mark = new Mark(UUID.randomUUID(), "7", START);
        var outbox = new TreeSet<>(List.of(1L, 2L));

        // When
        var first = announcements.due(
                () -> List.of(mark), () -> 2, seq -> outbox.headSet(seq, true).isEmpty());
        outbox.removeAll(List.of(1L, 2L));
        outbox.addAll(List.of(3L, 4L));
        var second = announcements.due(
                () -> List.of(mark), () -> 4, seq -> outbox.headSet(seq, true).isEmpty());

        // Then
        assertThat(first).isEmpty();
        assertThat(second).containsExactly(mark);
    }

    @Test
    void whoTakesOverTellsAgainWhatItTold() {
        // Given
        var announcements = new Announcements();
        var mark = new Mark(UUID.randomUUID(), "7", START);
        announcements.due(() -> List.of(mark), () -> 0, seq -> true).forEach(announcements::told);
        var same = announcements.due(() -> List.of(mark), () -> 0, seq -> true);

        // When
        announcements.handOver();

        // Then
        assertThat(same).isEmpty();
        assertThat(announcements.due(() -> List.of(mark), () -> 0, seq -> true)).containsExactly(mark);
    }

    /** A journal, an outbox that is sent in any order, and companies that become complete. */
    private static final class World {

        private final Random random;
        private final Announcements announcements = new Announcements();
        private final TreeSet<Long> outbox = new TreeSet<>();
        private final Map<String, Instant> marks = new HashMap<>();
        private final Map<Mark, Long> standsFor = new HashMap<>();
        private final List<Mark> told = new ArrayList<>();
        private final List<Mark> toldTooEarly = new ArrayList<>();
        private long end;
        private long clock;
        private boolean quiet;

        World(long seed) {
            this.random = new Random(seed);
            for (var company : companies()) {
                complete(company);
            }
        }

        List<String> companies() {
            return List.of("1", "2", "3");
        }

        void happen() {
            if (quiet) {
                return;
            }
            switch (random.nextInt(4)) {
                case 0, 1 -> outbox.add(++end);
                case 2 -> complete(companies().get(random.nextInt(3)));
                default -> send();
            }
        }

        /** Everything that is committed now belongs to what the mark stands for. */
        private void complete(String company) {
            marks.put(company, START.plusSeconds(++clock));
            standsFor.put(mark(company), end);
        }

        private void send() {
            var waiting = List.copyOf(outbox);
            if (!waiting.isEmpty()) {
                outbox.remove(waiting.get(random.nextInt(waiting.size())));
            }
        }

        private Mark mark(String company) {
            return new Mark(new UUID(0, Long.parseLong(company)), company, marks.getOrDefault(company, START));
        }

        /** Things happen between one question and the next, too. */
        void look() {
            var due = announcements.due(
                    () -> {
                        var now = companies().stream().map(this::mark).toList();
                        happen();
                        return now;
                    },
                    () -> {
                        happen();
                        return end;
                    },
                    seq -> outbox.headSet(seq, true).isEmpty());
            for (var mark : due) {
                if (!outbox.headSet(standsFor.getOrDefault(mark, 0L), true).isEmpty()) {
                    toldTooEarly.add(mark);
                }
                told.add(mark);
                announcements.told(mark);
            }
        }

        List<Instant> toldOf(String company) {
            return told.stream()
                    .filter(mark -> mark.companyId().equals(company))
                    .map(Mark::through)
                    .toList();
        }
    }
}

package io.pipestream.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.UUID;

import io.pipestream.publish.Progress.Letter;
import org.junit.jupiter.api.Test;

/** What a takeover reads must be what was written, and what it says must not claim too much. */
class ProgressTest {

    @Test
    void whatIsWrittenIsWhatIsRead() {
        var random = new Random(41);
        for (int i = 0; i < 1_000; i++) {
            var progress = any(random);

            assertThat(Progress.parse(progress.toJson())).isEqualTo(progress);
        }
    }

    @Test
    void eventsInTurnMoveItToTheLastOfThem() {
        var progress = Progress.NONE.through(List.of(Events.of(7, "1"), Events.of(9, "2")));

        assertThat(progress.through()).isEqualTo(9);
        assertThat(progress.id()).isEqualTo(Events.of(9, "2").id());
        assertThat(progress.outOfTurn()).isEmpty();
    }

    @Test
    void eventsOutOfTurnAreNamedAndDoNotMoveIt() {
        var before = Progress.NONE.through(List.of(Events.of(9, "2")));

        var after = before.and(List.of(Events.of(3, "1"), Events.of(12, "3")));

        assertThat(after.through()).isEqualTo(9);
        assertThat(after.outOfTurn()).containsExactly(3L, 12L);
    }

    @Test
    void whatPostgresKnowsIsNotToldAgain() {
        var progress = Progress.NONE.and(List.of(Events.of(3, "1"))).with(new Letter(3, "t.dlq", "too large"));

        assertThat(progress.acknowledged()).isEqualTo(Progress.NONE);
    }

    @Test
    void progressThatIsNotOursIsNotTakenForNone() {
        assertThatThrownBy(() -> Progress.parse("{\"through\": 7, \"from\": \"elsewhere\"}"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Progress any(Random random) {
        var id = random.nextBoolean() ? null : new UUID(random.nextLong(), random.nextLong());
        var letter = random.nextBoolean() ? null : new Letter(random.nextLong(), "a.dlq", "why \"so\" \n");
        return new Progress(
                random.nextLong(Long.MAX_VALUE),
                id,
                random.longs(random.nextInt(5), 0, Long.MAX_VALUE).boxed().toList(),
                letter);
    }
}

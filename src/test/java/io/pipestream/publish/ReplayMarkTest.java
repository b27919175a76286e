package io.pipestream.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

/** What a takeover reads must be what was written. */
class ReplayMarkTest {

    @Test
    void whatIsWrittenIsWhatIsReadAndItIsWhereItWasFound() {
        var random = new Random(62);
        for (int i = 0; i < 1_000; i++) {
            var mark = new ReplayMark(random.nextLong(), random.nextLong(), random.nextLong(), -1);

            assertThat(ReplayMark.parse(mark.toJson(), i)).isEqualTo(mark.at(i));
        }
    }

    @Test
    void eventsAreCountedAndMoveItToTheLastOfThem() {
        var mark = ReplayMark.before(6).after(List.of(Events.of(7, "1"), Events.of(9, "2")));

        assertThat(mark).isEqualTo(new ReplayMark(9, 2, 0, -1));
        assertThat(mark.afterDeadLetter(Events.of(12, "3"))).isEqualTo(new ReplayMark(12, 3, 1, -1));
    }

    @Test
    void whatIsNotOursIsNotTakenForTheBeginning() {
        assertThatThrownBy(() -> ReplayMark.parse("{\"through\": 7, \"from\": \"elsewhere\"}", 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

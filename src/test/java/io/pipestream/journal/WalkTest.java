package io.pipestream.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.LongStream;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class WalkTest {

    private final long never = System.nanoTime() + Long.MAX_VALUE / 4;

    @RepeatedTest(200)
    void everyNumberThatIsNotRuledOutIsLookedAtOnceAndInOrder() {
        // Given
        var random = new Random();
        var bottom = random.nextLong(1, 60_000);
        var top = bottom + random.nextLong(0, 200_000);
        var ruledOut = new TreeSet<Long>();
        LongStream.rangeClosed(0, 30).filter(n -> random.nextInt(3) == 0).forEach(ruledOut::add);
        var stretches = new RuledOut(ruledOut);
        var walk = new Walk(bottom, top, random.nextLong(1, 20_000), stretches::before, never);

        // When
        var expected = top;
        while (!walk.isOver()) {
            var to = walk.top();
            var from = walk.from();

            // Then
            assertThat(from).isBetween(bottom, to);
            LongStream.rangeClosed(to + 1, expected)
                    .forEach(left -> assertThat(ruledOut).contains(RuledOut.of(left)));
            expected = from - 1;
            if (random.nextInt(5) == 0) {
                walk.shorten();
                expected = to;
            } else {
                walk.took(random.nextLong(500_000_000));
            }
        }
        LongStream.rangeClosed(bottom, expected)
                .forEach(left -> assertThat(ruledOut).contains(RuledOut.of(left)));
    }

    @Test
    void aWalkThatIsLateHasComeSomewhereAllTheSame() {
        // Given
        var walk = new Walk(1, 100, 10, seq -> seq, System.nanoTime() - 1);

        // Then
        assertThat(walk.isLate()).isFalse();
        assertThat(walk.from()).isEqualTo(91);
        walk.took(0);
        assertThat(walk.isLate()).isTrue();
        assertThat(walk.top()).isEqualTo(90);
    }

    @Test
    void whatTakesTooLongIsShortenedUntilThereIsNothingToShorten() {
        // Given
        var walk = new Walk(1, 1_000_000, 10_000, seq -> seq, never);

        // When
        int times = 0;
        while (walk.shorten()) {
            times++;
        }

        // Then
        assertThat(times).isBetween(1, 5);
        assertThat(walk.top() - walk.from()).isLessThan(4);
    }

    @Test
    void aCountOfAPartSaysWhatTheWholeMayBe() {
        // Given
        var walk = new Walk(1, 1_000_000, 10_000, seq -> seq, never);

        // Then
        assertThat(walk.extrapolate(1_000_000, 980_001, 10_000)).isEqualTo(500_000);
    }

    @Test
    void stretchesAreRuledOutFromBothSides() {
        // Given
        var stretches = new RuledOut(new TreeSet<>(List.of(0L, 2L, 3L)));

        // Then
        assertThat(stretches.before(7_000)).isEqualTo(3_999);
        assertThat(stretches.before(3_000)).isEqualTo(3_000);
        assertThat(stretches.before(1_000)).isEqualTo(-1);
        assertThat(stretches.after(5)).isEqualTo(2_000);
        assertThat(stretches.after(4_001)).isEqualTo(8_000);
    }
}

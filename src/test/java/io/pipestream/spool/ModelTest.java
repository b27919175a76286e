package io.pipestream.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.stream.LongStream;

import io.pipestream.spool.Simulation.Outcome;
import io.pipestream.spool.Simulation.Rules;
import org.junit.jupiter.api.Test;

/**
 * The rules under thousands of random failures: servers killed and paused, instances crashed, stopped and cut from one
 * server, answers that come late or never, clocks that differ. Each rule is also shown to be needed.
 */
class ModelTest {

    private static final int SEEDS = Integer.getInteger("pipestream.model.seeds", 2_000);

    @Test
    void nothingAnsweredIsLostAndNoChangeOvertakesAnEarlierOne() {
        // When
        var outcomes = run(SEEDS, Rules.ALL);

        // Then
        assertThat(outcomes).allSatisfy(outcome -> {
            assertThat(outcome.disorder()).as("out of order").isZero();
            assertThat(outcome.lost()).as("lost").isZero();
        });
        var ways = new EnumMap<Outlook.Way, Integer>(Outlook.Way.class);
        outcomes.forEach(outcome -> outcome.ways().forEach((way, times) -> ways.merge(way, times, Integer::sum)));
        System.out.printf(
                "model: %d runs, %d answered, ways %s, clear by rows %d%n",
                SEEDS,
                outcomes.stream().mapToInt(Outcome::answered).sum(),
                ways,
                outcomes.stream().mapToInt(Outcome::clearByRows).sum());
        assertThat(ways.values()).as("each way was gone").hasSize(4).allMatch(times -> times > SEEDS);
    }

    @Test
    void withoutTheLateAnswersChangesOvertakeEachOther() {
        assertThat(disorder(new Rules(false, true, true))).isPositive();
    }

    @Test
    void withoutAskingKafkaChangesOvertakeEachOther() {
        assertThat(disorder(new Rules(true, false, true))).isPositive();
    }

    @Test
    void withARowThatIsDatedAfterItsDirtWasReadChangesOvertakeEachOther() {
        assertThat(disorder(new Rules(true, true, false))).isPositive();
    }

    private static int disorder(Rules rules) {
        return run(SEEDS, rules).stream().mapToInt(Outcome::disorder).sum();
    }

    private static List<Outcome> run(int seeds, Rules rules) {
        return LongStream.range(0, seeds)
                .parallel()
                .mapToObj(seed -> new Simulation(seed, rules).run(2 + (int) (seed % 2), 6, 60_000))
                .toList();
    }
}

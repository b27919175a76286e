package io.pipestream.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.stream.LongStream;

import io.pipestream.spool.Simulation.Outcome;
import io.pipestream.spool.Simulation.Rules;
import io.pipestream.spool.Simulation.Weather;
import org.junit.jupiter.api.Test;

/**
 * The rules under thousands of random failures: servers killed and paused, instances crashed, stopped and cut from one
 * server, answers that come late or never, clocks that differ. Each rule is also shown to be needed.
 */
class ModelTest {

    private static final int SEEDS = Integer.getInteger("pipestream.model.seeds", 1_000);

    @Test
    void nothingAnsweredIsLostAndNoChangeOvertakesAnEarlierOne() {
        // When
        var outcomes = Arrays.stream(Weather.values())
                .flatMap(weather -> run(SEEDS, Rules.ALL, weather).stream())
                .toList();

        // Then
        assertThat(outcomes).hasSize(Weather.values().length * SEEDS).allSatisfy(outcome -> {
            assertThat(outcome.disorder()).as("out of order").isZero();
            assertThat(outcome.lost()).as("lost").isZero();
        });
        var ways = new EnumMap<Outlook.Way, Integer>(Outlook.Way.class);
        outcomes.forEach(outcome -> outcome.ways().forEach((way, times) -> ways.merge(way, times, Integer::sum)));
        System.out.printf(
                "model: %d runs, %d answered, ways %s, clear by rows %d%n",
                outcomes.size(),
                outcomes.stream().mapToInt(Outcome::answered).sum(),
                ways,
                outcomes.stream().mapToInt(Outcome::clearByRows).sum());
        assertThat(ways.values()).as("each way was gone").hasSize(4).allMatch(times -> times > SEEDS);
    }

    @Test
    void withoutTheLateAnswersChangesOvertakeEachOther() {
        assertThat(disorder(Rules.ALL.answering(Duration.ZERO, Promise.SPOOLED_ANSWER), Weather.MIXED))
                .as("held answered at once")
                .isPositive();
        assertThat(disorder(Rules.ALL.answering(Promise.HELD_ANSWER, Duration.ZERO), Weather.MIXED))
                .as("spooled answered at once")
                .isPositive();
    }

    @Test
    void withoutAskingKafkaChangesOvertakeEachOther() {
        assertThat(disorder(Rules.ALL.withoutAskingKafka(), Weather.MIXED)).isPositive();
    }

    @Test
    void withARowThatIsDatedAfterItsDirtWasReadChangesOvertakeEachOther() {
        assertThat(disorder(Rules.ALL.withRowsDatedLate(), Weather.STALLS)).isPositive();
    }

    private static int disorder(Rules rules, Weather weather) {
        return run(SEEDS, rules, weather).stream().mapToInt(Outcome::disorder).sum();
    }

    private static List<Outcome> run(int seeds, Rules rules, Weather weather) {
        return LongStream.range(0, seeds)
                .parallel()
                .mapToObj(seed -> new Simulation(seed, rules, weather).run(2 + (int) (seed % 2), 6, 60_000))
                .toList();
    }
}

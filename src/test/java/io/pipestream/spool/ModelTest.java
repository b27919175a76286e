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
                .flatMap(weather -> run(weather).stream())
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
        assertThat(isDisorderly(Rules.ALL.answering(Duration.ZERO, Promise.SPOOLED_ANSWER), Weather.MIXED))
                .as("held answered at once")
                .isTrue();
        assertThat(isDisorderly(Rules.ALL.answering(Promise.HELD_ANSWER, Duration.ZERO), Weather.MIXED))
                .as("spooled answered at once")
                .isTrue();
    }

    @Test
    void withoutAskingKafkaChangesOvertakeEachOther() {
        assertThat(isDisorderly(Rules.ALL.withoutAskingKafka(), Weather.MIXED)).isTrue();
    }

    @Test
    void withARowThatIsDatedAfterItsDirtWasReadChangesOvertakeEachOther() {
        assertThat(isDisorderly(Rules.ALL.withRowsDatedLate(), Weather.STALLS)).isTrue();
    }

    /** Whether any run is: the first one that is shows that the rule is needed. */
    private static boolean isDisorderly(Rules rules, Weather weather) {
        return LongStream.range(0, SEEDS)
                .parallel()
                .anyMatch(seed -> run(seed, rules, weather).disorder() > 0);
    }

    private static List<Outcome> run(Weather weather) {
        return LongStream.range(0, SEEDS)
                .parallel()
                .mapToObj(seed -> run(seed, Rules.ALL, weather))
                .toList();
    }

    private static Outcome run(long seed, Rules rules, Weather weather) {
        return new Simulation(seed, rules, weather).run(2 + (int) (seed % 2), 6, 60_000);
    }
}

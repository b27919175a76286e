package io.pipestream.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class PageTest {

    private static final Versions VERSIONS =
            new Versions(LocalDate.of(2026, 11, 28), "abc123", "25", "3.33", "17.11", "4.1.2", "4.1.2", 2);

    @Test
    void aGoodRunSaysSoAndNothingIsLeftToFillIn() throws Exception {
        // When
        var page = new Page(new Report(result(0, ""), VERSIONS)).markdown();

        // Then
        assertThat(page)
                .contains(
                        "Of 1,200 changes that were answered 2xx, none was lost, none was doubled and none was out of order.")
                .contains("--kills 3 --minutes 0.5 --seed 5 --replicas 2")
                .contains("| 503, Postgres away or slow | 17 |")
                .contains("| no answer, replica stopped, stopping or starting | 1 |")
                .contains("| Quarkus | 3.33 |")
                .doesNotContain("{{");
    }

    @Test
    void aBadRunSaysSo() throws Exception {
        // When
        var report = new Report(result(2, ""), VERSIONS);

        // Then
        assertThat(new Page(report).markdown())
                .contains("This run found faults: 0 lost, 2 duplicates, 0 out of order")
                .contains("- duplicate: somewhere");
        assertThat(report.json()).containsEntry("good", false).containsEntry("duplicates", 2L);
        assertThat(report.table()).contains("duplicates: in Kafka more than once");
    }

    @Test
    void aRunThatWasNotDoneInTimeIsNoGoodOne() throws Exception {
        // When
        var report = new Report(result(0, "7 rows wait in outbox"), VERSIONS);

        // Then
        assertThat(report.result().isGood()).isFalse();
        assertThat(new Page(report).markdown())
                .contains("7 rows wait in outbox")
                .doesNotContain("none was lost");
        assertThat(new ObjectMapper().writeValueAsString(report.json())).contains("\"good\":false");
    }

    private static Result result(long duplicates, String unsettled) {
        var findings = new Findings(
                1_200,
                1_200,
                1_200,
                1_200 + duplicates,
                0,
                0,
                duplicates,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                4,
                duplicates == 0 ? List.of() : List.of("duplicate: somewhere"));
        var answers = new Answers.Count(
                1_200,
                Map.of(503, Map.of(Situation.NO_POSTGRES, 17L)),
                3,
                9,
                0,
                Map.of(Situation.REPLICA_DISTURBED, 1L));
        var schedule = Schedule.of(5, 3, 2, Duration.ofSeconds(30));
        return new Result(
                new Trial.Plan(Path.of(""), Path.of(""), 2, 10, 50, schedule, Map.of()),
                3,
                answers,
                findings,
                unsettled,
                1,
                0,
                new Result.Times(Duration.ofSeconds(30), Duration.ofSeconds(40), Duration.ofSeconds(1)),
                "17.11");
    }
}

package io.pipestream.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

import io.pipestream.platform.Check;
import io.pipestream.platform.CheckResult;
import io.pipestream.platform.CheckResult.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ExaminationTest {

    private record Planted(String part, Callable<List<CheckResult>> looks) implements Check {

        @Override
        public List<CheckResult> look() throws Exception {
            return looks.call();
        }
    }

    @Test
    void aCheckThatBreaksOrDoesNotEndKeepsNoOtherFromItsResult() throws InterruptedException {
        // Given
        var never = new CountDownLatch(1);
        var examination = new Examination(
                List.of(
                        new Planted("broken", () -> {
                            throw new IllegalStateException("a secret of it");
                        }),
                        new Planted("slow", () -> {
                            never.await();
                            return List.of();
                        }),
                        new Planted("well", () -> List.of(CheckResult.ok("well.indeed", "yes")))),
                Duration.ofMillis(300));

        // When
        var results = examination.run();

        // Then
        assertThat(results).extracting(CheckResult::name).containsExactly("broken", "slow", "well.indeed");
        assertThat(results).extracting(CheckResult::state).containsExactly(State.FAIL, State.FAIL, State.OK);
        assertThat(results.getFirst().found()).doesNotContain("secret");
        assertThat(results.get(1).found()).contains("No answer within");
    }
}

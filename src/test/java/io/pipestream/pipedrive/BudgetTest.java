package io.pipestream.pipedrive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** The arithmetic of the cap. */
class BudgetTest {

    private static final List<Purpose> PURPOSES = List.of(Purpose.values());
    private static final Instant MIDNIGHT = Instant.parse("2026-03-02T00:00:00Z");

    @RepeatedTest(50)
    void whateverIsAskedForInWhateverOrderTheCapHolds(RepetitionInfo repetition) {
        // Given
        var random = new Random(repetition.getCurrentRepetition());
        long daily = 1L + random.nextInt(60_000);
        long cap = random.nextLong(daily + 1);
        long emergency = random.nextLong(daily - cap + 1);
        var spent = new EnumMap<Purpose, Long>(Purpose.class);

        // When
        for (int i = 0; i < 500; i++) {
            var purpose = PURPOSES.get(random.nextInt(PURPOSES.size()));
            int cost = 1 + random.nextInt(40);
            var budget = new Budget(daily, cap, emergency, spent, MIDNIGHT);
            assertThat(budget.allows(purpose, cost)).isEqualTo(!purpose.isCapped() || budget.left(purpose) >= cost);
            if (budget.allows(purpose, cost)) {
                spent.merge(purpose, (long) cost, Long::sum);
            }
        }

        // Then
        var after = new Budget(daily, cap, emergency, spent, MIDNIGHT);
        assertThat(after.background()).isLessThanOrEqualTo(cap + emergency);
        assertThat(after.background() - spent.getOrDefault(Purpose.REPAIR, 0L)).isLessThanOrEqualTo(cap);
    }

    @Test
    void whoWaitsIsServedThoughNothingSeemsLeft() {
        // When
        var budget = new Budget(100, 10, 2, Map.of(Purpose.OPERATOR, 200L), MIDNIGHT);

        // Then
        assertThat(budget.left(Purpose.SETUP)).isZero();
        assertThat(budget.allows(Purpose.SETUP, 10)).isTrue();
        assertThat(budget.left(Purpose.POLL)).isEqualTo(10);
    }
}

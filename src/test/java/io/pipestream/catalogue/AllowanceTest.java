package io.pipestream.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.pipestream.pipedrive.Budget;
import io.pipestream.pipedrive.DefinitionList;
import io.pipestream.pipedrive.Purpose;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The arithmetic of docs/polling.md, and when a list is due. */
class AllowanceTest {

    private static final Instant TEN = Instant.parse("2026-03-01T10:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Allowance ALLOWANCE = new Allowance(0.10, HOUR);

    @ParameterizedTest(name = "a cap of {0}: every {1}")
    @CsvSource({"3000, PT4H48M", "6000, PT2H24M", "15000, PT1H", "21000, PT1H", "0, PT1440H"})
    void theListsOfAUsualAccountAreReadSoOften(long cap, Duration interval) {
        // Given
        var lists = new ArrayList<ListState>();
        for (var list : List.of(
                DefinitionList.DEAL_FIELDS,
                DefinitionList.PERSON_FIELDS,
                DefinitionList.ORGANIZATION_FIELDS,
                DefinitionList.STAGES,
                DefinitionList.PIPELINES,
                DefinitionList.USERS)) {
            lists.add(state(list, TEN, null, TEN, null));
        }
        lists.add(state(DefinitionList.LEAD_LABELS, null, null, null, null));

        // Then
        assertThat(ALLOWANCE.interval(lists, budget(cap, 0))).isEqualTo(interval);
    }

    @ParameterizedTest(name = "{0} of 300 tokens spent: {1}")
    @CsvSource({"0, true", "290, true", "291, false", "3000, false"})
    void nothingIsReadAgainBeyondTheShare(long spent, boolean allowed) {
        assertThat(ALLOWANCE.allows(state(DefinitionList.DEAL_FIELDS, TEN, null, TEN, null), budget(3_000, spent)))
                .isEqualTo(allowed);
    }

    @ParameterizedTest(name = "used {0}, wanted {1}, read {2}, not before {3}, tokens {4}: {5}")
    @CsvSource(nullValues = "-", textBlock = """
            -,     -,     -,     -,     true,  false
            09:00, -,     -,     -,     false, true
            -,     09:00, -,     -,     false, true
            09:00, -,     -,     10:01, true,  false
            09:00, -,     -,     10:00, true,  true
            -,     09:59, 09:00, 10:00, true,  true
            -,     09:59, 09:00, 10:00, false, false
            -,     09:59, 09:30, 10:30, true,  false
            09:30, -,     08:00, 09:00, true,  true
            09:30, -,     08:01, 09:01, true,  false
            07:59, -,     08:00, 09:00, true,  false
            -,     -,     01:00, 02:00, true,  false
            """)
    void aListIsDue(
            @Nullable String used,
            @Nullable String wanted,
            @Nullable String read,
            @Nullable String next,
            boolean tokens,
            boolean due) {
        // Given
        var state = state(DefinitionList.USERS, at(used), at(wanted), at(read), at(next));

        // Then
        assertThat(state.isDue(TEN, Duration.ofHours(2), tokens)).isEqualTo(due);
    }

    private static @Nullable Instant at(@Nullable String time) {
        return time == null ? null : Instant.parse("2026-03-01T" + time + ":00Z");
    }

    private static ListState state(
            DefinitionList list,
            @Nullable Instant used,
            @Nullable Instant wanted,
            @Nullable Instant read,
            @Nullable Instant next) {
        return new ListState(new UUID(1, 1), list, used, wanted, read, next, 1, null, 1);
    }

    private static Budget budget(long cap, long spent) {
        return new Budget(10 * cap, cap, 0, Map.of(Purpose.CATALOGUE, spent), TEN);
    }
}

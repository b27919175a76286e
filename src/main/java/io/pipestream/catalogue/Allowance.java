package io.pipestream.catalogue;

import java.time.Duration;
import java.util.List;

import io.pipestream.pipedrive.Budget;
import io.pipestream.pipedrive.Purpose;

/** What reading names again may cost. Pure: the arithmetic of docs/polling.md. */
record Allowance(double share, Duration minInterval) {

    private static final double DAY = Duration.ofDays(1).toSeconds();

    /** Between two readings of all lists in use, so that the share of the day's tokens lasts the day. */
    Duration interval(List<ListState> ofConnection, Budget budget) {
        int cost = ofConnection.stream()
                .filter(ListState::isInUse)
                .mapToInt(ListState::cost)
                .sum();
        var tokens = share * budget.cap();
        var planned = Duration.ofSeconds((long) Math.ceil(cost * DAY / Math.max(1, tokens)));
        return planned.compareTo(minInterval) > 0 ? planned : minInterval;
    }

    /** Whether a list may be read again today. What was never read is held to the cap alone. */
    boolean allows(ListState state, Budget budget) {
        return budget.spent().getOrDefault(Purpose.CATALOGUE, 0L) + state.cost() <= share * budget.cap();
    }
}

package io.pipestream.pipedrive;

import java.time.Instant;
import java.util.Map;

/**
 * An account's tokens of one day, as far as we know: what others spend is in Pipedrive's own count only.
 *
 * @param daily     what Pipedrive gives the whole account
 * @param cap       what our background work may use of it
 * @param emergency what {@link Purpose#REPAIR} may use beyond the cap
 * @param spent     by us; a purpose that is missing spent nothing
 * @param resetsAt  Pipedrive's next midnight
 */
public record Budget(long daily, long cap, long emergency, Map<Purpose, Long> spent, Instant resetsAt) {

    public Budget {
        spent = Map.copyOf(spent);
    }

    /** Spent on work that nobody waits for. */
    public long background() {
        return sum(true);
    }

    /** What calls for this purpose may still use today; 0 or more. */
    public long left(Purpose purpose) {
        var limit = switch (purpose) {
            case SETUP, OPERATOR -> daily - sum(false);
            case CHECK, POLL, BACKFILL, CATALOGUE -> cap;
            case REPAIR -> cap + emergency;
        };
        return Math.max(0, limit - background());
    }

    /** Somebody who waits is not refused: the tokens are theirs. */
    boolean allows(Purpose purpose, int cost) {
        return !purpose.isCapped() || cost <= left(purpose);
    }

    private long sum(boolean capped) {
        return spent.entrySet().stream()
                .filter(entry -> entry.getKey().isCapped() == capped)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}

package io.pipestream.spool;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings what is held and what is spooled into one order. Each source keeps its own; between the two the time counts at
 * which something was kept. Of two that an answer lies between, the times differ by more than clocks do.
 */
final class Merge {

    private Merge() {}

    /** Something kept, with its place in time beside what the other source has. */
    interface Kept {
        Instant order();
    }

    /**
     * Everything of which it is known that nothing comes before it.
     *
     * @param heldIsAll    false if more is held than this, and later
     * @param spooledIsAll false if more is spooled than this, and later
     */
    static List<Kept> of(
            List<? extends Kept> held, boolean heldIsAll, List<? extends Kept> spooled, boolean spooledIsAll) {
        var merged = new ArrayList<Kept>(held.size() + spooled.size());
        int h = 0;
        int s = 0;
        while (h < held.size() || s < spooled.size()) {
            if (h == held.size()) {
                if (!heldIsAll) {
                    break;
                }
                merged.add(spooled.get(s++));
            } else if (s == spooled.size()) {
                if (!spooledIsAll) {
                    break;
                }
                merged.add(held.get(h++));
            } else if (held.get(h).order().isBefore(spooled.get(s).order())) {
                merged.add(held.get(h++));
            } else {
                merged.add(spooled.get(s++));
            }
        }
        return merged;
    }
}

package io.pipestream.journal;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Reads what is in quarantine again, one after the other, newest first, until it has to answer. */
@Singleton
class QuarantineRerun {

    /** Well within the time that callers and proxies wait. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final int PAGE = 100;

    private final QuarantineRepository quarantine;
    private final Quarantine each;

    QuarantineRerun(QuarantineRepository quarantine, Quarantine each) {
        this.quarantine = quarantine;
        this.each = each;
    }

    /** @param limit of deliveries that are looked at */
    RerunReport rerun(QuarantineFilter filter, Moment start, int limit, String by) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        var tally = new Tally();
        var before = start;
        while (tally.seen() < limit) {
            var page = quarantine.page(filter, before, Math.min(PAGE, limit - tally.seen()));
            if (page.isEmpty()) {
                return tally.report(null);
            }
            for (var one : page) {
                if (System.nanoTime() - deadline > 0) {
                    return tally.report(before);
                }
                tally.add(each, one, by);
                before = new Moment(one.receivedAt(), one.id());
            }
        }
        return tally.report(quarantine.page(filter, before, 1).isEmpty() ? null : before);
    }

    private static final class Tally {

        private final Map<String, Integer> because = new TreeMap<>();
        private int stored;
        private int duplicates;
        private int rejected;
        private int skipped;

        int seen() {
            return stored + duplicates + rejected + skipped;
        }

        void add(Quarantine each, Quarantined one, String by) {
            var decision = one.registrationId() == null ? null : each.tryRerun(one.id(), by);
            if (decision == null) {
                skipped++;
                return;
            }
            switch (decision.outcome()) {
                case STORED -> stored++;
                case DUPLICATE -> duplicates++;
                case REJECTED -> {
                    rejected++;
                    because.merge(String.valueOf(decision.reason()), 1, Integer::sum);
                }
                case DISCARDED -> throw new IllegalStateException("a rerun discards nothing");
            }
        }

        RerunReport report(@Nullable Moment next) {
            return new RerunReport(
                    stored + duplicates + rejected,
                    stored,
                    duplicates,
                    rejected,
                    because,
                    skipped,
                    next == null ? null : next.cursor());
        }
    }
}

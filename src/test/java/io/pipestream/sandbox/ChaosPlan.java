package io.pipestream.sandbox;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

import io.vertx.core.json.JsonObject;

/**
 * How much trouble, and for how long.
 *
 * @param seed      the same seed chooses the same faults, bans and deletions at the same steps
 * @param length    real time
 * @param every     real time between two steps
 * @param bans      webhooks that are banned, spread over the time
 * @param deletions webhooks that are deleted, spread over the time
 * @param only      bans, deletions and silence meet only webhooks whose address begins like this
 */
record ChaosPlan(long seed, Duration length, Duration every, int bans, int deletions, String only) {

    private static final Set<String> NAMES = Set.of("seed", "for", "every", "bans", "deletions", "only");
    private static final int MOST_STEPS = 100_000;

    ChaosPlan {
        if (every.toMillis() < 1
                || length.compareTo(every) < 0
                || length.dividedBy(every) > MOST_STEPS
                || bans < 0
                || deletions < 0) {
            throw ApiError.badControl("'for' must be longer than 'every', 'every' at least PT0.001S,"
                    + " and bans and deletions not negative");
        }
    }

    static ChaosPlan of(long seed, Duration length) {
        return new ChaosPlan(seed, length, Duration.ofSeconds(2), 2, 2, "");
    }

    static ChaosPlan read(JsonObject given) {
        try {
            if (NAMES.containsAll(given.fieldNames())) {
                return new ChaosPlan(
                        given.getLong("seed", 1L),
                        Duration.parse(given.getString("for", "PT1M")),
                        Duration.parse(given.getString("every", "PT2S")),
                        given.getInteger("bans", 2),
                        given.getInteger("deletions", 2),
                        given.getString("only", ""));
            }
        } catch (ClassCastException | DateTimeParseException | NullPointerException e) {
            // answered below
        }
        throw ApiError.badControl("chaos takes seed, for, every, bans, deletions and only, for example"
                + " {\"seed\": 7, \"for\": \"PT1M\", \"every\": \"PT2S\", \"bans\": 1, \"deletions\": 1}");
    }

    int steps() {
        return (int) length.dividedBy(every);
    }

    /** Faults until the next step: any may be on together with others, and often none is. */
    Faults faults(SplittableRandom chance, List<Long> webhooks) {
        var faults = Faults.none();
        if (chance.nextInt(4) == 0) {
            return faults;
        }
        if (chance.nextInt(3) == 0) {
            faults = faults.withDrop(0.1 + 0.4 * chance.nextDouble());
        }
        if (chance.nextInt(3) == 0) {
            faults = faults.withDelayMs(50 + chance.nextInt(450));
        }
        if (chance.nextInt(3) == 0) {
            faults = faults.withDuplicate(1 + chance.nextInt(2));
        }
        if (chance.nextInt(3) == 0) {
            faults = faults.withReorder();
        }
        if (chance.nextInt(6) == 0) {
            faults = faults.withApi429("burst");
        }
        if (chance.nextInt(6) == 0) {
            faults = faults.withApi5xx(0.2 + 0.8 * chance.nextDouble());
        }
        if (chance.nextInt(8) == 0 && !webhooks.isEmpty()) {
            faults = faults.withSilentWebhook(webhooks.get(chance.nextInt(webhooks.size())));
        }
        return faults;
    }
}

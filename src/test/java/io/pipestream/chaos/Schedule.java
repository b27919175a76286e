package io.pipestream.chaos;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What happens when, drawn from a seed. Kinds are dealt like cards, so a deck's worth of faults has every kind, in random
 * order.
 *
 * @param length how long it takes about, if nothing has to be waited for
 */
record Schedule(long seed, Duration length, List<Fault> faults) {

    Schedule {
        faults = List.copyOf(faults);
    }

    /**
     * Draws one.
     *
     * @param kills    processes to kill; the schedule ends with the last of them
     * @param replicas how many there are
     * @param length   see above; the same seed with another length draws other times
     */
    static Schedule of(long seed, int kills, int replicas, Duration length) {
        var random = new Random(seed);
        var kinds = kinds(random, kills);
        var mean = length.toMillis() / Math.max(1, kinds.size());
        var faults = new ArrayList<Fault>();
        int last = 0;
        for (var kind : kinds) {
            var hold = kind.shortest.plusMillis(
                    random.nextLong(kind.longest.minus(kind.shortest).toMillis() + 1));
            var isReplicas = kind.target != Kind.Target.POSTGRES && kind.target != Kind.Target.KAFKA;
            var replica = isReplicas ? another(random, replicas, last) : 0;
            last = isReplicas ? replica : last;
            // From nothing to twice the mean: some come together.
            var pause = Duration.ofMillis(random.nextLong(2 * mean + 1));
            faults.add(new Fault(faults.size() + 1, pause, kind, replica, hold));
        }
        return new Schedule(seed, length, faults);
    }

    /** How often which kind is in it. */
    Map<Kind, Integer> counts() {
        var counts = new EnumMap<Kind, Integer>(Kind.class);
        faults.forEach(fault -> counts.merge(fault.kind(), 1, Integer::sum));
        return counts;
    }

    int kills() {
        return (int) faults.stream().filter(fault -> fault.kind().isKill()).count();
    }

    /** Seldom the one that is still being mended. */
    private static int another(Random random, int replicas, int last) {
        if (replicas == 1 || last == 0) {
            return 1 + random.nextInt(replicas);
        }
        return 1 + (last + random.nextInt(replicas - 1)) % replicas;
    }

    private static List<Kind> kinds(Random random, int kills) {
        var kinds = new ArrayList<Kind>();
        var deck = new ArrayDeque<Kind>();
        for (int left = kills; left > 0; ) {
            if (deck.isEmpty()) {
                deal(random, deck);
            }
            var kind = deck.pop();
            kinds.add(kind);
            left -= kind.isKill() ? 1 : 0;
        }
        return kinds;
    }

    private static void deal(Random random, Deque<Kind> deck) {
        var cards = new ArrayList<Kind>();
        Arrays.stream(Kind.values()).forEach(kind -> cards.addAll(Collections.nCopies(kind.cards, kind)));
        Collections.shuffle(cards, random);
        deck.addAll(cards);
    }
}

package io.pipestream.catalogue;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.pipestream.pipedrive.DefinitionList;

/**
 * What events have asked of the lists since the last tick took it to Postgres. Bits of lists, so that the way of an event
 * takes no lock.
 */
final class Demand {

    /** What a list did not have when it was read on our asking is not asked for again for so long. */
    private static final Duration PATIENCE = Duration.ofHours(24);

    private static final int MOST_REMEMBERED = 10_000;

    private record Asked(UUID connectionId, Lookup.Missing missing) {}

    private static final class Bits {

        private final AtomicInteger used = new AtomicInteger();
        private final AtomicInteger wanted = new AtomicInteger();

        private static void add(AtomicInteger bits, int more) {
            if ((bits.get() & more) != more) {
                bits.accumulateAndGet(more, (one, other) -> one | other);
            }
        }
    }

    /**
     * @param used   lists that an event was named by
     * @param wanted lists that should be read again soon
     */
    record Taken(Set<DefinitionList> used, Set<DefinitionList> wanted) {}

    private final Map<UUID, Bits> byConnection = new ConcurrentHashMap<>();
    private final Map<Asked, Instant> asked = new ConcurrentHashMap<>();

    void used(UUID connectionId, Set<DefinitionList> lists) {
        Bits.add(of(connectionId).used, bits(lists));
    }

    void wanted(UUID connectionId, Set<DefinitionList> lists) {
        Bits.add(of(connectionId).wanted, bits(lists));
    }

    void missing(UUID connectionId, List<Lookup.Missing> missing, Instant now) {
        for (var each : missing) {
            var key = new Asked(connectionId, each);
            var before = asked.get(key);
            if (before == null || before.plus(PATIENCE).isBefore(now)) {
                if (asked.size() >= MOST_REMEMBERED) {
                    asked.clear();
                }
                asked.put(key, now);
                wanted(connectionId, EnumSet.of(each.list()));
            }
        }
    }

    Taken take(UUID connectionId) {
        var bits = of(connectionId);
        return new Taken(lists(bits.used.getAndSet(0)), lists(bits.wanted.getAndSet(0)));
    }

    void putBack(UUID connectionId, Taken taken) {
        used(connectionId, taken.used());
        wanted(connectionId, taken.wanted());
    }

    /** Forgets connections that are no more. */
    void retain(Set<UUID> connectionIds) {
        byConnection.keySet().retainAll(connectionIds);
    }

    private Bits of(UUID connectionId) {
        var known = byConnection.get(connectionId);
        return known == null ? byConnection.computeIfAbsent(connectionId, id -> new Bits()) : known;
    }

    private static int bits(Set<DefinitionList> lists) {
        int bits = 0;
        for (var list : lists) {
            bits |= 1 << list.ordinal();
        }
        return bits;
    }

    private static Set<DefinitionList> lists(int bits) {
        var lists = EnumSet.noneOf(DefinitionList.class);
        for (var list : DefinitionList.values()) {
            if ((bits & 1 << list.ordinal()) != 0) {
                lists.add(list);
            }
        }
        return lists;
    }
}

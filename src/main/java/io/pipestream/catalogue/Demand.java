package io.pipestream.catalogue;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import io.pipestream.pipedrive.DefinitionList;

/**
 * What events have asked of the lists since the last tick took it to Postgres. Mostly it was asked before, and then an event
 * only looks.
 */
final class Demand {

    /** What a list did not have when it was read on our asking is not asked for again for so long. */
    private static final Duration PATIENCE = Duration.ofHours(24);

    private static final int MOST_REMEMBERED = 10_000;

    private record Asked(UUID connectionId, Lookup.Missing missing) {}

    private record Wishes(Set<DefinitionList> used, Set<DefinitionList> wanted) {

        Wishes() {
            this(ConcurrentHashMap.newKeySet(), ConcurrentHashMap.newKeySet());
        }
    }

    /**
     * @param used   lists that an event was named by
     * @param wanted lists that should be read again soon
     */
    record Taken(Set<DefinitionList> used, Set<DefinitionList> wanted) {}

    private final Map<UUID, Wishes> byConnection = new ConcurrentHashMap<>();
    private final Map<Asked, Instant> asked = new ConcurrentHashMap<>();

    void used(UUID connectionId, Set<DefinitionList> lists) {
        add(of(connectionId).used, lists);
    }

    void wanted(UUID connectionId, Set<DefinitionList> lists) {
        add(of(connectionId).wanted, lists);
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
        var wishes = of(connectionId);
        return new Taken(taken(wishes.used), taken(wishes.wanted));
    }

    void putBack(UUID connectionId, Taken taken) {
        used(connectionId, taken.used());
        wanted(connectionId, taken.wanted());
    }

    /** Forgets connections that are no more. */
    void retain(Set<UUID> connectionIds) {
        byConnection.keySet().retainAll(connectionIds);
    }

    private Wishes of(UUID connectionId) {
        var known = byConnection.get(connectionId);
        return known == null ? byConnection.computeIfAbsent(connectionId, id -> new Wishes()) : known;
    }

    private static void add(Set<DefinitionList> wishes, Set<DefinitionList> lists) {
        for (var list : lists) {
            if (!wishes.contains(list)) {
                wishes.add(list);
            }
        }
    }

    private static Set<DefinitionList> taken(Set<DefinitionList> wishes) {
        var taken = EnumSet.noneOf(DefinitionList.class);
        for (var list : DefinitionList.values()) {
            if (wishes.remove(list)) {
                taken.add(list);
            }
        }
        return taken;
    }
}

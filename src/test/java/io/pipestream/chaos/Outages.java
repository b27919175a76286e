package io.pipestream.chaos;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** When what was away, by {@link System#nanoTime}; tells what a replica could reach while it answered. */
final class Outages {

    /** Connection pools and clients need a moment until they notice that a server is back. */
    private static final long AFTERMATH_NANOS = Duration.ofSeconds(10).toNanos();

    /** What can be away: a server for everybody, or for one replica, or the replica itself. */
    record What(Kind.Target target, int replica) {}

    /** The newest outage; {@code ended} is the greatest number while it lasts. */
    private record Outage(long began, long ended) {

        boolean overlaps(long from, long to, long aftermath) {
            return began - to <= 0 && (ended == Long.MAX_VALUE || from - ended - aftermath <= 0);
        }
    }

    private final Map<What, Outage> newest = new ConcurrentHashMap<>();

    /** Call before the first thing breaks. */
    void begin(What what) {
        newest.put(what, new Outage(System.nanoTime(), Long.MAX_VALUE));
    }

    /** Call when it works again. */
    void end(What what) {
        newest.computeIfPresent(what, (same, outage) -> new Outage(outage.began, System.nanoTime()));
    }

    /** Whether the replica itself was down, stopped or starting between these moments. */
    boolean disturbed(int replica, long from, long to) {
        return wasAway(new What(Kind.Target.REPLICA, replica), from, to, 0);
    }

    /** How things stood for a request to this replica. */
    Situation during(int replica, long from, long to) {
        var postgres = isUnreachable(Kind.Target.POSTGRES, Kind.Target.POSTGRES_LINK, replica, from, to, 0);
        var kafka = isUnreachable(Kind.Target.KAFKA, Kind.Target.KAFKA_LINK, replica, from, to, 0);
        if (postgres && kafka) {
            return Situation.NEITHER;
        }
        if (postgres) {
            return Situation.NO_POSTGRES;
        }
        if (disturbed(replica, from, to)) {
            return Situation.REPLICA_DISTURBED;
        }
        if (isUnreachable(Kind.Target.POSTGRES, Kind.Target.POSTGRES_LINK, replica, from, to, AFTERMATH_NANOS)) {
            return Situation.AFTER_POSTGRES;
        }
        return kafka ? Situation.NO_KAFKA : Situation.ALL_UP;
    }

    private boolean isUnreachable(
            Kind.Target server, Kind.Target link, int replica, long from, long to, long aftermath) {
        return wasAway(new What(server, 0), from, to, aftermath)
                || wasAway(new What(link, replica), from, to, aftermath);
    }

    private boolean wasAway(What what, long from, long to, long aftermath) {
        var outage = newest.get(what);
        return outage != null && outage.overlaps(from, to, aftermath);
    }
}

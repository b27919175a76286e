package io.pipestream.chaos;

import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Adds up counters of the replicas over all their lives; what a process counted just before it was killed is not known. */
final class Fencing {

    /** Relays that came too late, because somebody else had taken their shard over. */
    static final String FENCED = "pipestream_relay_fenced_total";

    private final Map<Integer, Double> last = new HashMap<>();
    private double ended;

    /** Asks every replica that answers. */
    void look(List<Replica> replicas) {
        for (var replica : replicas) {
            if (replica.seemsUp() && replica.service().isRunning()) {
                try {
                    note(replica.number(), replica.metric(FENCED));
                } catch (UncheckedIOException e) {
                    // it is stopped or dying; the last look counts
                }
            }
        }
    }

    long total() {
        return Math.round(
                ended + last.values().stream().mapToDouble(Double::doubleValue).sum());
    }

    private void note(int replica, double value) {
        var before = last.getOrDefault(replica, 0.0);
        if (value < before) {
            ended += before;
        }
        last.put(replica, value);
    }
}

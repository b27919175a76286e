package io.pipestream.chaos;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the load has sent and what was answered 2xx. The changes of a record are numbered from 1, and the next is sent
 * only when the previous is answered, so two numbers a record say it all. For many threads, one for each record.
 */
final class Ledger {

    /**
     * One record's changes.
     *
     * @param sent     the last one that was sent, perhaps without an answer
     * @param answered the last one that was answered 2xx
     */
    record Chain(int sent, int answered) {}

    private final Map<String, Chain> chains = new ConcurrentHashMap<>();

    /** Notes a change before it is sent. */
    void sending(String key, int change) {
        chains.put(key, new Chain(change, change - 1));
    }

    /** Notes that the change was answered 2xx. */
    void answered(String key, int change) {
        chains.put(key, new Chain(change, change));
    }

    /** By Kafka key, {@code company:deal:id}. */
    Map<String, Chain> chains() {
        return Map.copyOf(chains);
    }

    long answered() {
        return chains.values().stream().mapToLong(Chain::answered).sum();
    }
}

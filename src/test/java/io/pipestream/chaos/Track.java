package io.pipestream.chaos;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

import io.pipestream.chaos.Ledger.Chain;

/** Where the changes of one record were seen. */
final class Track {

    final BitSet journal = new BitSet();
    final BitSet committed = new BitSet();
    final BitSet uncommitted = new BitSet();

    private final Chain chain;
    private final Map<String, Integer> lastInTopic = new HashMap<>();

    /** The {@code ce_sequence} of each change; 0 where none was seen. */
    private long[] sequences = {};

    Track(Chain chain) {
        this.chain = chain;
    }

    boolean wasSent(int change) {
        return change >= 1 && change <= chain.sent();
    }

    /** Notes a change's place in its topic, in the order of offsets; false if a later one came before it. */
    boolean isInOrder(String topicPartition, int change) {
        var last = lastInTopic.merge(topicPartition, change, Math::max);
        return last == change;
    }

    void sequence(int change, long sequence) {
        if (change >= sequences.length) {
            sequences = Arrays.copyOf(sequences, Math.max(change + 1, sequences.length * 2));
        }
        sequences[change] = sequence;
    }

    /** How many changes have a lower {@code ce_sequence} than one before them. */
    int sequencesOutOfOrder() {
        long highest = 0;
        int found = 0;
        for (var sequence : sequences) {
            if (sequence != 0 && sequence < highest) {
                found++;
            }
            highest = Math.max(highest, sequence);
        }
        return found;
    }

    /** How many of the answered changes are not among those seen. */
    int missing(BitSet seen) {
        return chain.answered() - seen.get(0, chain.answered() + 1).cardinality();
    }
}

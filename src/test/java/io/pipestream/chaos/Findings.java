package io.pipestream.chaos;

import java.util.List;

/**
 * What the checker found.
 *
 * @param sent             changes that the load has sent
 * @param answered         those that were answered 2xx
 * @param inJournal        events in Postgres
 * @param inTopics         records in the event topics for a reader of committed ones
 * @param lostFromJournal  answered 2xx and no event in Postgres
 * @param lostFromTopics   answered 2xx and no committed record in Kafka
 * @param duplicates       committed records of a change, or with an id, that an earlier committed record has
 * @param outOfOrder       committed records behind a later change of the same record, in their topic or by {@code ce_sequence}
 * @param unexpected       events or committed records of something that was never sent
 * @param onlyInJournal    events without a committed record
 * @param onlyInTopics     committed records without an event
 * @param different        committed records whose value is not the event's
 * @param deadLetters      records in dead-letter topics
 * @param quarantined      deliveries that were kept and not understood
 * @param uncommittedExtra what a reader of uncommitted records sees beyond one record a change; allowed
 * @param examples         some of what is wrong, in words
 */
record Findings(
        long sent,
        long answered,
        long inJournal,
        long inTopics,
        long lostFromJournal,
        long lostFromTopics,
        long duplicates,
        long outOfOrder,
        long unexpected,
        long onlyInJournal,
        long onlyInTopics,
        long different,
        long deadLetters,
        long quarantined,
        long uncommittedExtra,
        List<String> examples) {

    Findings {
        examples = List.copyOf(examples);
    }

    /** Whether everything answered is there, once, in order and unchanged, and nothing else. */
    boolean isClean() {
        return lostFromJournal == 0
                && lostFromTopics == 0
                && duplicates == 0
                && outOfOrder == 0
                && unexpected == 0
                && onlyInJournal == 0
                && onlyInTopics == 0
                && different == 0
                && deadLetters == 0
                && quarantined == 0;
    }
}

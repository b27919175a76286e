package io.pipestream.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.ToIntFunction;

import io.pipestream.chaos.Ledger.Chain;
import io.pipestream.embedded.RunFile;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Compares what was answered with what is in Postgres and in Kafka, by reading all of both. It shares no code with the
 * service: JDBC, a consumer and the titles that the load has given are all it knows. For one check.
 */
final class Checker {

    private static final int MOST_EXAMPLES = 20;

    private final JournalScan journal;
    private final String kafka;
    private final Map<String, Track> tracks = new HashMap<>();
    private final Map<UUID, Stored> events = new HashMap<>();
    private final List<String> examples = new ArrayList<>();
    private long inTopics;
    private long duplicates;
    private long outOfOrder;
    private long unexpected;
    private long onlyInTopics;
    private long different;
    private long uncommitted;
    private long deadLetters;

    /** What is kept of an event: enough to tell whether a record has another value. */
    private static final class Stored {

        private final int hash;
        private int records;

        private Stored(int hash) {
            this.hash = hash;
        }
    }

    Checker(RunFile.Postgres database, String kafka) {
        this.journal = new JournalScan(database);
        this.kafka = kafka;
    }

    /**
     * Reads everything.
     *
     * @param chains what was sent, by Kafka key
     */
    Findings check(Map<String, Chain> chains) throws SQLException {
        chains.forEach((key, chain) -> tracks.put(key, new Track(chain)));
        journal.each(this::event);
        TopicScan.committed(kafka).each(TopicScan.EVENTS, this::committed);
        TopicScan.uncommitted(kafka).each(TopicScan.EVENTS, this::uncommitted);
        TopicScan.committed(kafka).each(TopicScan.DEAD_LETTERS, letter -> {
            deadLetters++;
            example(
                    "dead letter in " + letter.topic(),
                    letter.key(),
                    letter.headers().toString());
        });
        tracks.forEach((key, track) -> {
            var wrong = track.sequencesOutOfOrder();
            outOfOrder += wrong;
            if (wrong > 0) {
                example("ce_sequence goes down " + wrong + " times", key, "");
            }
        });
        return findings(chains);
    }

    private void event(UUID id, String key, String record) {
        events.put(id, new Stored(record.hashCode()));
        var change = Changes.numberIn(record);
        var track = tracks.get(key);
        if (track == null || !track.wasSent(change) || track.journal.get(change)) {
            unexpected++;
            example("unexpected event in the journal", key, "change " + change);
        } else {
            track.journal.set(change);
        }
    }

    private void committed(ConsumerRecord<String, String> record) {
        inTopics++;
        var change = Changes.numberIn(record.value());
        var where = "change " + change + " at " + record.topic() + '-' + record.partition() + '@' + record.offset();
        var isFirst = isFirst(record, where);
        var track = tracks.get(record.key());
        if (track == null || !track.wasSent(change)) {
            unexpected++;
            example("unexpected record", record.key(), where);
            return;
        }
        if (track.committed.get(change) || !isFirst) {
            duplicates++;
            example("duplicate", record.key(), where);
        } else if (!track.isInOrder(record.topic(), change)) {
            outOfOrder++;
            example("out of order", record.key(), where);
        }
        track.committed.set(change);
        var sequence = header(record, "ce_sequence");
        track.sequence(change, sequence == null ? 0 : Long.parseLong(sequence));
    }

    /** False if a committed record before it has the same id. */
    private boolean isFirst(ConsumerRecord<String, String> record, String where) {
        var id = header(record, "ce_id");
        var stored = id == null ? null : events.get(UUID.fromString(id));
        if (stored == null) {
            onlyInTopics++;
            example("no event " + id + " in the journal", record.key(), where);
            return true;
        }
        if (stored.hash != record.value().hashCode()) {
            different++;
            example("value differs from the event's", record.key(), where);
        }
        return ++stored.records == 1;
    }

    private void uncommitted(ConsumerRecord<String, String> record) {
        uncommitted++;
        var track = tracks.get(record.key());
        if (track != null) {
            track.uncommitted.set(Math.max(0, Changes.numberIn(record.value())));
        }
    }

    private Findings findings(Map<String, Chain> chains) throws SQLException {
        tracks.forEach((key, track) -> {
            if (track.missing(track.committed) > 0 || track.missing(track.journal) > 0) {
                example("lost", key, "topics have " + track.committed + ", the journal " + track.journal);
            }
        });
        return new Findings(
                chains.values().stream().mapToLong(Chain::sent).sum(),
                chains.values().stream().mapToLong(Chain::answered).sum(),
                events.size(),
                inTopics,
                sum(track -> track.missing(track.journal)),
                sum(track -> track.missing(track.committed)),
                duplicates,
                outOfOrder,
                unexpected,
                events.values().stream().filter(event -> event.records == 0).count(),
                onlyInTopics,
                different,
                deadLetters,
                journal.count("quarantine"),
                uncommitted - sum(track -> track.uncommitted.cardinality()),
                examples);
    }

    private long sum(ToIntFunction<Track> figure) {
        return tracks.values().stream().mapToInt(figure).sum();
    }

    private void example(String what, String key, String where) {
        if (examples.size() < MOST_EXAMPLES) {
            examples.add(what + ": " + key + ' ' + where);
        }
    }

    private static @Nullable String header(ConsumerRecord<String, String> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), UTF_8);
    }
}

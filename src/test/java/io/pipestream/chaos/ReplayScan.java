package io.pipestream.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What a reader of committed records finds in a replay's own topic, counted with nothing of the service's code. */
final class ReplayScan {

    private final String replayId;
    private final Set<UUID> ids = new HashSet<>();
    private final Map<String, Long> lastOfKey = new HashMap<>();
    private long records;
    private long doubled;
    private long swapped;
    private long unmarked;

    private ReplayScan(String replayId) {
        this.replayId = replayId;
    }

    static ReplayScan of(String kafka, String topic, String replayId) {
        var scan = new ReplayScan(replayId);
        TopicScan.committed(kafka).each(Pattern.compile(Pattern.quote(topic)), scan::see);
        return scan;
    }

    private void see(ConsumerRecord<String, String> record) {
        records++;
        if (!ids.add(UUID.fromString(header(record, "ce_id")))) {
            doubled++;
        }
        var sequence = Long.parseLong(header(record, "ce_sequence"));
        if (lastOfKey.merge(record.key(), sequence, Math::max) != sequence) {
            swapped++;
        }
        if (!header(record, "ce_replayid").equals(replayId)) {
            unmarked++;
        }
    }

    long records() {
        return records;
    }

    /** In one line, equal to {@link #perfect} if nothing is wrong. */
    String findings() {
        return "%d records, %d different events, %d doubled, %d out of order, %d without the replay's id"
                .formatted(records, ids.size(), doubled, swapped, unmarked);
    }

    static String perfect(long events) {
        return "%d records, %d different events, 0 doubled, 0 out of order, 0 without the replay's id"
                .formatted(events, events);
    }

    private static String header(ConsumerRecord<String, String> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), UTF_8);
    }
}

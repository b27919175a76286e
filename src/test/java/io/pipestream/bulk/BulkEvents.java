package io.pipestream.bulk;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.UUID;

import io.pipestream.journal.EventIds;

/**
 * The same events for the same seed, each by its number alone: every fourth creates a record, the others change one that
 * was created shortly before. Spread evenly over the time.
 *
 * @param end the moment before which the last one lies
 */
public record BulkEvents(String company, long seed, long count, Instant end, Duration span) {

    private static final int EVENTS_PER_RECORD = 4;

    private static final int ACTIVE_RECORDS = 5_000;

    /** Above what a sandbox on the same journal has: who looks for its record 8 does not mean one of these. */
    private static final long FIRST_RECORD = 1_000_000_001;

    private static final List<String> OBJECTS =
            List.of("deal", "deal", "deal", "deal", "person", "person", "activity", "organization");

    private static final List<String> WORDS = List.of(
            "solar",
            "roof",
            "carport",
            "battery",
            "inverter",
            "façade",
            "storage",
            "warehouse",
            "school",
            "clinic",
            "farm",
            "hall");

    BulkEvent get(long number) {
        var random = new SplittableRandom((seed * 0x9E3779B97F4A7C15L) + number);
        var newest = number / EVENTS_PER_RECORD;
        var isNew = number % EVENTS_PER_RECORD == 0;
        var record = isNew ? newest : Math.max(0, newest - random.nextInt(ACTIVE_RECORDS));
        var object = OBJECTS.get((int) (record % OBJECTS.size()));
        var recordId = Long.toString(FIRST_RECORD + record);
        var action = isNew ? "added" : "updated";
        // Postgres keeps microseconds.
        var receivedAt = end.minus(span)
                .plusMillis(Math.round(span.toMillis() / (double) count * number))
                .truncatedTo(ChronoUnit.MILLIS);
        var occurredAt = receivedAt.minusMillis(200 + random.nextInt(2_000));
        var title = WORDS.get(random.nextInt(WORDS.size()))
                + ' '
                + WORDS.get(random.nextInt(WORDS.size()))
                + ' '
                + recordId;
        var trigger = isNew && object.equals("deal")
                ? "PIPEDRIVE_NEW_DEAL_TRIGGER"
                : isNew && object.equals("organization") ? "PIPEDRIVE_NEW_ORGANIZATION_TRIGGER" : "";
        var dedupeKey = company + ':' + object + ':' + recordId + (isNew ? ":added" : ":updated:" + number);
        var fields = fields(random, recordId, title, occurredAt);
        return new BulkEvent(
                EventIds.of(dedupeKey),
                new UUID(
                        (receivedAt.toEpochMilli() << 16) | 0x7000L | random.nextInt(0x1000),
                        (random.nextLong() >>> 2) | 0x8000000000000000L),
                object,
                recordId,
                action,
                occurredAt,
                receivedAt,
                trigger,
                "{\"trigger\":" + (trigger.isEmpty() ? "null" : '"' + trigger + '"')
                        + ",\"payload\":{\"id\":\"" + recordId + "\",\"title\":\"" + title + "\"},\"object\":{" + fields
                        + "},\"previous\":" + (isNew ? "null" : "{\"title\":\"what it was\"}")
                        + ",\"meta\":{\"company_id\":\"" + company + "\",\"user_id\":\"" + (1 + record % 20)
                        + "\",\"occurred_at\":\"" + occurredAt + "\",\"observed_at\":\"" + receivedAt
                        + "\",\"source\":\"webhook-v2\"}}",
                "{\"data\":{" + fields + "},\"previous\":null,\"meta\":{\"action\":\"" + (isNew ? "create" : "change")
                        + "\",\"entity\":\"" + object + "\",\"entity_id\":\"" + recordId + "\",\"company_id\":\""
                        + company
                        + "\",\"timestamp\":\"" + occurredAt + "\",\"version\":\"2.0\"}}");
    }

    private static String fields(SplittableRandom random, String recordId, String title, Instant at) {
        return String.format(
                Locale.ROOT,
                "\"id\":%s,\"title\":\"%s\",\"value\":%d.%02d,\"currency\":\"EUR\",\"status\":\"open\",\"stage_id\":%d,"
                        + "\"owner_id\":%d,\"person_id\":%d,\"org_id\":%d,\"add_time\":\"%s\",\"update_time\":\"%s\","
                        + "\"custom_fields\":{\"%016x%016x00000001\":\"%s\"}",
                recordId,
                title,
                random.nextInt(100_000),
                random.nextInt(100),
                1 + random.nextInt(6),
                1 + random.nextInt(20),
                1 + random.nextInt(100_000),
                1 + random.nextInt(100_000),
                at,
                at,
                0x5bd1e995L,
                0x1b873593L,
                WORDS.get(random.nextInt(WORDS.size())));
    }
}

package io.pipestream.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.UUID;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * Deliveries of a deal's changes, webhook v2. The first creates it, each later one edits it a second after the one before,
 * by Pipedrive's clock, so no two of them are the same event. The title tells the number.
 */
final class Changes {

    /** A company of the load's own, so that these deals never meet the sandbox's. */
    static final String COMPANY = "6174";

    private static final Instant START = Instant.parse("2026-05-01T06:00:00Z");

    private static final String TITLE = "change ";

    private static final ObjectMapper JSON = new ObjectMapper();

    private Changes() {}

    static String key(long deal) {
        return COMPANY + ":deal:" + deal;
    }

    /**
     * A request's body.
     *
     * @param attempt from 1, as Pipedrive counts when it delivers again
     */
    static byte[] body(long deal, int change, int attempt) {
        var isNew = change == 1;
        var when = START.plusSeconds(change);
        var text = """
                {"data": {"id": %1$d, "title": "%2$s%3$d", "value": %3$d, "currency": "EUR", "status": "open", "stage_id": 2,
                  "pipeline_id": 1, "creator_user_id": 77, "add_time": "%4$s", "update_time": "%5$s"},
                 "previous": %6$s,
                 "meta": {"action": "%7$s", "entity": "deal", "entity_id": "%1$d", "company_id": "%8$s", "user_id": "77",
                  "id": "%9$s", "correlation_id": "%9$s", "webhook_id": "1", "timestamp": "%5$s", "attempt": %10$d,
                  "version": "2.0", "type": "general", "change_source": "app", "is_bulk_edit": false,
                  "host": "brightroofs.pipedrive.com"}}
                """.formatted(
                        deal,
                        TITLE,
                        change,
                        START.plusSeconds(1),
                        when,
                        isNew ? "null" : "{\"title\": \"" + TITLE + (change - 1) + "\"}",
                        isNew ? "create" : "change",
                        COMPANY,
                        UUID.nameUUIDFromBytes((deal + ":" + change).getBytes(UTF_8)),
                        attempt);
        return text.getBytes(UTF_8);
    }

    /** The number of the change that an event's JSON tells of; -1 if it is none of ours. */
    static int numberIn(String event) {
        try {
            var title = JSON.readTree(event).path("object").path("title").asText();
            return title.startsWith(TITLE) ? Integer.parseInt(title.substring(TITLE.length())) : -1;
        } catch (JsonProcessingException | NumberFormatException e) {
            return -1;
        }
    }
}

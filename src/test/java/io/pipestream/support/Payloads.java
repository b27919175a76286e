package io.pipestream.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Bodies in the shapes that Pipedrive sends, for records of a made-up company. A test names only what it is about.
 */
public final class Payloads {

    /** A company of its own, so that these records never meet the sandbox's. */
    public static final String COMPANY = "5150";

    private static final Instant MOMENT = Instant.parse("2026-03-01T10:00:05.812Z");

    private static final DateTimeFormatter V1_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private Payloads() {}

    /** Webhook v1 of a new record. */
    public static String addedV1(String object, long id, int retry) {
        var body = Http.JSON
                .createObjectNode()
                .put("v", 1)
                .put("event", "added." + object)
                .put("retry", retry);
        body.putObject("meta")
                .put("v", 1)
                .put("action", "added")
                .put("object", object)
                .put("id", id)
                .put("company_id", Long.parseLong(COMPANY))
                .put("user_id", 77)
                .put("host", "brightroofs.pipedrive.com")
                .put("timestamp", MOMENT.getEpochSecond())
                .put("timestamp_micro", ChronoUnit.MICROS.between(Instant.EPOCH, MOMENT))
                .put("webhook_id", "901")
                .put("change_source", "app");
        body.set("current", record(object, id, V1_TIME.format(MOMENT)));
        body.putNull("previous");
        return body.toString();
    }

    /** Webhook v2 of a new record. */
    public static String addedV2(String object, long id, int attempt, String webhookId) {
        return v2("create", object, id, attempt, webhookId, MOMENT).toString();
    }

    /** Webhook v2 of a changed record: its title or name has become this. */
    public static String changedV2(String object, long id, String title, Instant when) {
        var body = v2("change", object, id, 1, "902", when);
        var data = (ObjectNode) body.path("data");
        data.put(object.equals("organization") ? "name" : "title", title);
        data.put("update_time", when.truncatedTo(ChronoUnit.SECONDS).toString());
        body.putObject("previous").put("title", "what it was");
        return body.toString();
    }

    /** The same body for another company: a test that counts uses one of its own. */
    public static String inCompany(String company, String body) {
        return body.replace("\"company_id\":" + COMPANY, "\"company_id\":" + company)
                .replace("\"company_id\":\"" + COMPANY + '"', "\"company_id\":\"" + company + '"');
    }

    private static ObjectNode v2(String action, String object, long id, int attempt, String webhookId, Instant when) {
        var body = Http.JSON.createObjectNode();
        body.set(
                "data",
                record(object, id, MOMENT.truncatedTo(ChronoUnit.SECONDS).toString()));
        body.putNull("previous");
        body.putObject("meta")
                .put("action", action)
                .put("entity", object)
                .put("entity_id", Long.toString(id))
                .put("company_id", COMPANY)
                .put("user_id", "77")
                .put(
                        "id",
                        UUID.nameUUIDFromBytes((action + object + id + when).getBytes(UTF_8))
                                .toString())
                .put("correlation_id", "3f0c3d3e-0000-4000-8000-000000000001")
                .put("webhook_id", webhookId)
                .put("timestamp", when.toString())
                .put("attempt", attempt)
                .put("version", "2.0")
                .put("type", "general")
                .put("change_source", "app")
                .put("is_bulk_edit", false)
                .put("host", "brightroofs.pipedrive.com");
        return body;
    }

    private static ObjectNode record(String object, long id, String time) {
        var record =
                Http.JSON.createObjectNode().put("id", id).put("add_time", time).put("update_time", time);
        switch (object) {
            case "deal" ->
                record.put("title", "Roof " + id)
                        .put("value", 18500)
                        .put("currency", "EUR")
                        .put("status", "open")
                        .put("stage_id", 2)
                        .put("pipeline_id", 1)
                        .put("creator_user_id", 77);
            case "note" ->
                record.put("content", "<p>Called about " + id + "</p>")
                        .put("user_id", 77)
                        .put("deal_id", 12);
            case "organization" -> record.put("name", "Roofers " + id).put("owner_id", 77);
            default -> record.put("name", object + ' ' + id);
        }
        return record;
    }
}

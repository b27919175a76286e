package io.pipestream.support;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Webhook v2 of a deal that was added in the sandbox's company, without the sandbox: for times and numbers of them that it
 * does not have.
 *
 * @param customFields typed values as JSON, by key
 */
public record NewDeal(long id, Instant at, Map<String, String> customFields) {

    private static final String COMPANY = "7301";

    public static NewDeal of(long id, Instant at) {
        return new NewDeal(id, at, Map.of());
    }

    public NewDeal withText(String key, String value) {
        return with(key, "{\"type\": \"varchar\", \"value\": \"" + value + "\"}");
    }

    public NewDeal withOption(String key, long option) {
        return with(key, "{\"type\": \"enum\", \"id\": " + option + '}');
    }

    public NewDeal with(String key, String typed) {
        var more = new LinkedHashMap<>(customFields);
        more.put(key, typed);
        return new NewDeal(id, at, more);
    }

    public String json() {
        var fields = new StringBuilder();
        customFields.forEach((key, typed) -> fields.append(fields.isEmpty() ? "" : ",")
                .append('"')
                .append(key)
                .append("\":")
                .append(typed));
        return """
                {"data": {"id": %d, "title": "Roof", "value": 100, "currency": "EUR", "status": "open", "stage_id": 2,
                  "pipeline_id": 1, "owner_id": 501, "creator_user_id": 502, "label_ids": [91, 93],
                  "add_time": "%s", "update_time": null, "custom_fields": {%s}},
                 "previous": null,
                 "meta": {"action": "create", "entity": "deal", "entity_id": "%d", "company_id": "%s", "user_id": "501",
                  "id": "%s", "timestamp": "%s", "version": "2.0", "attempt": 1, "change_source": "app"}}
                """.formatted(id, at, fields, id, COMPANY, new UUID(7301, id), at);
    }
}

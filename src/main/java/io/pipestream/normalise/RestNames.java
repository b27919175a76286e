package io.pipestream.normalise;

import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Puts the names that REST v2 gave to fields back to those that webhooks kept, so that one list of fields reads both. */
final class RestNames {

    private static final Map<String, Map<String, String>> RENAMED = Map.of(
            "activity", Map.of("busy", "busy_flag"),
            "product", Map.of("is_linkable", "selectable"),
            "pipeline", Map.of("is_deal_probability_enabled", "deal_probability"),
            "stage", Map.of("is_deal_rot_enabled", "rotten_flag", "days_to_rotten", "rotten_days"));

    /** What REST says in {@code is_deleted}, webhooks say of these in {@code active_flag}, the other way round. */
    private static final Set<String> WITH_ACTIVE_FLAG = Set.of("activity", "pipeline", "stage");

    private RestNames() {}

    /** Changes the row. A name that webhooks know stays as it came. */
    static void putBack(String object, ObjectNode row) {
        RENAMED.getOrDefault(object, Map.of()).forEach((inRest, inWebhooks) -> {
            if (row.has(inRest) && !row.has(inWebhooks)) {
                row.set(inWebhooks, row.remove(inRest));
            }
        });
        var isDeleted = Values.bool(row.get("is_deleted"));
        if (isDeleted != null && WITH_ACTIVE_FLAG.contains(object) && !row.has("active_flag")) {
            row.put("active_flag", !isDeleted);
        }
    }
}

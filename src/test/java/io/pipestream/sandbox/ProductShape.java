package io.pipestream.sandbox;

import java.util.Locale;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Products in their three shapes; they differ in a few names. */
final class ProductShape {

    private ProductShape() {}

    static JsonObject v1(JsonObject kept) {
        var shape = common(kept);
        ShapeV1.copyTimes(kept, shape, "add_time", "update_time");
        return shape.put("active_flag", !kept.getBoolean("is_deleted", false))
                .put("selectable", kept.getBoolean("is_linkable", true))
                .put("first_char", kept.getString("name").substring(0, 1).toLowerCase(Locale.ROOT))
                .put("visible_to", String.valueOf(kept.getValue("visible_to")))
                .put("files_count", 0);
    }

    static JsonObject webhook(JsonObject kept) {
        return common(kept)
                .put("selectable", kept.getBoolean("is_linkable", true))
                .put("visible_to", String.valueOf(kept.getValue("visible_to")))
                .put("custom_fields", new JsonObject());
    }

    static JsonObject rest(JsonObject kept) {
        return common(kept)
                .put("is_linkable", kept.getBoolean("is_linkable", true))
                .put("is_deleted", kept.getBoolean("is_deleted", false))
                .put("visible_to", kept.getValue("visible_to"))
                .put("custom_fields", new JsonObject());
    }

    private static JsonObject common(JsonObject kept) {
        var shape = new JsonObject();
        ShapeV1.copy(kept, shape, "id", "name", "code", "description", "unit", "category", "owner_id");
        ShapeV1.copy(kept, shape, "add_time", "update_time");
        return shape.put("tax", kept.getValue("tax", 0)).put("prices", prices(kept));
    }

    private static JsonArray prices(JsonObject kept) {
        var prices = new JsonArray();
        for (var each : kept.getJsonArray("prices", new JsonArray())) {
            if (each instanceof JsonObject price) {
                prices.add(new JsonObject()
                        .put("cost", 0)
                        .put("direct_cost", 0)
                        .put("notes", "")
                        .mergeIn(price)
                        .put("product_id", kept.getValue("id")));
            }
        }
        return prices;
    }
}

package io.pipestream.sandbox;

import java.util.List;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** What does not change here: users, pipeline, stages and field definitions. */
final class AccountRoutes {

    private static final List<String> STAGES =
            List.of("Enquiry", "Site survey", "Offer sent", "Negotiation", "Installation");
    private static final String FOUNDED = "2025-09-01T09:00:00Z";

    private final List<User> staff;
    private final SandboxOptions options;

    AccountRoutes(List<User> staff, SandboxOptions options) {
        this.staff = staff;
        this.options = options;
    }

    void add(Api v1, Api v2) {
        v1.get("/users/me", 2, call -> Api.data(call.user().me(options)));
        v1.get("/users", 20, this::users);
        for (var entity : Entity.values()) {
            var path = '/' + entity.word() + "Fields";
            v1.get(path, 20, call -> fieldsV1(entity));
            if (entity.isInV2()) {
                v2.get(path, 10, call -> fieldsV2(entity));
            }
        }
        v2.get("/pipelines", 5, call -> lastPage(JsonArray.of(pipeline())));
        v2.get("/stages", 5, call -> lastPage(stages()));
    }

    private JsonObject users(Call call) {
        var list = new JsonArray();
        staff.forEach(user -> list.add(user.json(call.user())));
        return Api.data(list);
    }

    private static JsonObject fieldsV1(Entity entity) {
        var list = new JsonArray();
        FieldCatalogue.of(entity).forEach(field -> list.add(field.v1()));
        var page = new JsonObject().put("start", 0).put("limit", 100).put("more_items_in_collection", false);
        return Api.data(list).put("additional_data", new JsonObject().put("pagination", page));
    }

    private static JsonObject fieldsV2(Entity entity) {
        var list = new JsonArray();
        FieldCatalogue.of(entity).forEach(field -> list.add(field.v2()));
        return lastPage(list);
    }

    private static JsonObject lastPage(JsonArray rows) {
        return Api.data(rows).put("additional_data", new JsonObject().putNull("next_cursor"));
    }

    private static JsonObject pipeline() {
        return new JsonObject()
                .put("id", 1)
                .put("name", "Rooftops")
                .put("order_nr", 1)
                .put("is_deleted", false)
                .put("is_deal_probability_enabled", false)
                .put("add_time", FOUNDED)
                .put("update_time", FOUNDED);
    }

    private static JsonArray stages() {
        var rows = new JsonArray();
        for (var name : STAGES) {
            var number = rows.size() + 1;
            rows.add(new JsonObject()
                    .put("id", number)
                    .put("order_nr", number)
                    .put("name", name)
                    .put("is_deleted", false)
                    .put("deal_probability", 100)
                    .put("pipeline_id", 1)
                    .put("is_deal_rot_enabled", false)
                    .putNull("days_to_rotten")
                    .put("add_time", FOUNDED)
                    .put("update_time", FOUNDED));
        }
        return rows;
    }
}

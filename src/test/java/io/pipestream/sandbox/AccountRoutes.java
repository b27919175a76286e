package io.pipestream.sandbox;

import java.util.List;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** What Pipedrive calls things: users, pipeline, stages and lead labels, which do not change here, and fields. */
final class AccountRoutes {

    private static final List<String> STAGES =
            List.of("Enquiry", "Site survey", "Offer sent", "Negotiation", "Installation");
    private static final String FOUNDED = "2025-09-01T09:00:00Z";

    private final List<User> staff;
    private final SandboxOptions options;
    private final FieldCatalogue fields;

    AccountRoutes(List<User> staff, SandboxOptions options, FieldCatalogue fields) {
        this.staff = staff;
        this.fields = fields;
        this.options = options;
    }

    void add(Api v1, Api v2) {
        v1.get("/users/me", 2, call -> Api.data(call.user().me(options)));
        v1.get("/users", 20, this::users);
        for (var entity : Entity.values()) {
            var path = '/' + entity.word() + "Fields";
            v1.get(path, 20, call -> fieldsV1(entity, call));
            if (entity.isInV2()) {
                v2.get(path, 10, call -> fieldsV2(entity, call));
            }
        }
        // There are no projects here; their list of fields is there all the same, and costs what it costs.
        v2.get("/projectFields", 10, call -> lastPage(new JsonArray()));
        v1.get("/leadLabels", 10, call -> Api.data(leadLabels()));
        v2.get("/pipelines", 5, call -> lastPage(JsonArray.of(pipeline())));
        v2.get("/stages", 5, call -> lastPage(stages()));
    }

    private JsonObject users(Call call) {
        var list = new JsonArray();
        staff.forEach(user -> list.add(user.json(call.user())));
        return Api.data(list);
    }

    private JsonObject fieldsV1(Entity entity, Call call) {
        var start = (int) call.query("start", 0);
        var limit = Math.clamp(call.query("limit", ListRoutes.USUAL_ROWS), 1, ListRoutes.MOST_ROWS);
        var all = fields.of(entity);
        var list = new JsonArray();
        all.stream().skip(start).limit(limit).forEach(field -> list.add(field.v1()));
        return Api.data(list).put("additional_data", ListRoutes.pagination(start, limit, all.size() > start + limit));
    }

    private JsonObject fieldsV2(Entity entity, Call call) {
        var cursor = Cursor.of(call);
        var limit = ListRoutes.limit(call);
        var rows = fields.of(entity).stream()
                .filter(field -> cursor.isBehind(field.kept()))
                .limit(limit + 1L)
                .toList();
        var page = rows.subList(0, Math.min(limit, rows.size()));
        var list = new JsonArray();
        page.forEach(field -> list.add(field.v2()));
        var next = rows.size() > limit ? cursor.after(page.getLast().kept()) : null;
        return Api.data(list).put("additional_data", new JsonObject().put("next_cursor", next));
    }

    private static JsonArray leadLabels() {
        var rows = new JsonArray();
        for (var name : List.of("Hot", "Cold", "Warm")) {
            rows.add(new JsonObject()
                    .put("id", "6d1b7a50-0c0d-11ed-9a26-%012x".formatted(rows.size() + 1))
                    .put("name", name)
                    .put("color", "red")
                    .put("add_time", FOUNDED)
                    .put("update_time", FOUNDED));
        }
        return rows;
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

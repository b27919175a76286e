package io.pipestream.sandbox;

import java.util.List;
import java.util.stream.Stream;

import io.pipestream.sandbox.FieldDef.Option;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** What an administrator does to the fields of a kind of records: no event, no token. */
final class FieldControls {

    private final ControlRouter router;
    private final FieldCatalogue fields;

    FieldControls(ControlRouter router, FieldCatalogue fields) {
        this.router = router;
        this.fields = fields;
    }

    void add() {
        router.get("/fields/:object", this::list);
        router.post("/fields/:object", 201, this::add);
        router.on(HttpMethod.PATCH, "/fields/:object/:key", 200, this::edit);
        router.on(HttpMethod.DELETE, "/fields/:object/:key", 200, this::remove);
    }

    private JsonObject list(RoutingContext context) {
        var rows = new JsonArray();
        fields.of(entity(context)).forEach(field -> rows.add(field.kept()));
        return new JsonObject().put("data", rows);
    }

    /** Options are labels. */
    private JsonObject add(RoutingContext context) {
        var body = ControlRouter.body(context);
        if (!(body.getValue("name") instanceof String name)) {
            throw ApiError.badControl("give name, and type and options where they matter");
        }
        var labels = stream(body).map(String::valueOf).toList();
        return fields.add(entity(context), name, body.getString("type", labels.isEmpty() ? "varchar" : "enum"), labels)
                .kept();
    }

    /** Options are {@code {"id", "label"}}, without an id for a new one; those that are left out are removed. */
    private JsonObject edit(RoutingContext context) {
        var body = ControlRouter.body(context);
        return fields.edit(entity(context), key(context), body.getString("name"), options(body))
                .kept();
    }

    private static @Nullable List<Option> options(JsonObject body) {
        return !body.containsKey("options")
                ? null
                : stream(body)
                        .map(JsonObject.class::cast)
                        .map(option -> new Option(option.getLong("id", 0L), option.getString("label")))
                        .toList();
    }

    private JsonObject remove(RoutingContext context) {
        fields.remove(entity(context), key(context));
        return new JsonObject().put("removed", key(context));
    }

    private static Stream<Object> stream(JsonObject body) {
        return body.getJsonArray("options", new JsonArray()).stream();
    }

    private static String key(RoutingContext context) {
        return String.valueOf(context.pathParam("key"));
    }

    private static Entity entity(RoutingContext context) {
        return Entity.require(String.valueOf(context.pathParam("object")));
    }
}

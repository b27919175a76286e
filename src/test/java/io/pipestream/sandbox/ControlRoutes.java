package io.pipestream.sandbox;

import java.util.function.Function;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** The controls over HTTP, under {@code /sandbox}: JSON in and out, no authentication, loopback only. */
final class ControlRoutes {

    private final Router router;
    private final Controls controls;

    ControlRoutes(Router router, Controls controls) {
        this.router = router;
        this.controls = controls;
    }

    void add() {
        on(HttpMethod.GET, "", 200, context -> controls.status());
        on(HttpMethod.GET, "/deliveries", 200, context -> deliveries());
        on(HttpMethod.POST, "/deliveries/:id/redeliver", 202, this::redeliver);
        on(HttpMethod.GET, "/faults", 200, context -> controls.faults().json());
        on(HttpMethod.PUT, "/faults", 200, context -> faults(Faults.read(body(context))));
        on(HttpMethod.DELETE, "/faults", 200, context -> faults(Faults.none()));
        on(HttpMethod.POST, "/webhooks/:id/ban", 200, context -> controls.ban(id(context)));
        on(HttpMethod.DELETE, "/webhooks/:id", 200, this::removeWebhook);
        on(HttpMethod.POST, "/load", 202, context -> load(body(context)));
        on(HttpMethod.GET, "/load/:id", 200, context -> controls.load(id(context)));
        on(HttpMethod.POST, "/:object", 201, context -> controls.add(entity(context), body(context)));
        on(HttpMethod.GET, "/:object/:id", 200, context -> controls.get(entity(context), id(context)));
        on(HttpMethod.PATCH, "/:object/:id", 200, this::update);
        on(HttpMethod.DELETE, "/:object/:id", 200, this::delete);
        on(HttpMethod.POST, "/:object/:id/merge", 200, this::merge);
        router.route()
                .handler(context -> Gate.answer(
                        context.response(),
                        ApiError.control(
                                404, "there is no such control; docs/sandbox.md lists what /sandbox understands")));
    }

    private void on(HttpMethod method, String path, int status, Function<RoutingContext, JsonObject> control) {
        router.route(method, "/sandbox" + path).handler(context -> {
            try {
                Gate.answer(context.response(), status, control.apply(context));
            } catch (RuntimeException e) {
                Api.failed(context, e);
            }
        });
    }

    private JsonObject deliveries() {
        var rows = new JsonArray();
        controls.deliveries().forEach(attempt -> rows.add(attempt.json()));
        return new JsonObject().put("data", rows);
    }

    private JsonObject redeliver(RoutingContext context) {
        controls.redeliver(id(context));
        return new JsonObject().put("redelivering", id(context));
    }

    private JsonObject faults(Faults faults) {
        controls.faults(faults);
        return faults.json();
    }

    private JsonObject removeWebhook(RoutingContext context) {
        controls.removeWebhook(id(context));
        return new JsonObject().put("removed", id(context));
    }

    private JsonObject load(JsonObject body) {
        if (!(body.getValue("object") instanceof String object)
                || !(body.getValue("count") instanceof Number count)
                || !(body.getValue("rate") instanceof Number rate)) {
            throw ApiError.badControl("give object, count and rate, for example"
                    + " {\"object\": \"deal\", \"count\": 1000, \"rate\": 100}");
        }
        return controls.load(Entity.require(object), count.intValue(), rate.doubleValue());
    }

    private JsonObject update(RoutingContext context) {
        return controls.update(entity(context), id(context), body(context));
    }

    private JsonObject delete(RoutingContext context) {
        controls.delete(entity(context), id(context));
        return new JsonObject().put("deleted", id(context));
    }

    private JsonObject merge(RoutingContext context) {
        var into = Values.id("merge_with_id", body(context).getValue("merge_with_id"));
        return controls.merge(entity(context), id(context), into);
    }

    private static Entity entity(RoutingContext context) {
        return Entity.require(String.valueOf(context.pathParam("object")));
    }

    private static long id(RoutingContext context) {
        return Values.id("id", context.pathParam("id"));
    }

    private static JsonObject body(RoutingContext context) {
        return Call.body(
                context, ApiError.badControl("the body must be a JSON object, for example {\"title\": \"A deal\"}"));
    }
}

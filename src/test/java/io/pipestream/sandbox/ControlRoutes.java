package io.pipestream.sandbox;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** The controls over HTTP, under {@code /sandbox}: JSON in and out, no authentication, loopback only. */
final class ControlRoutes {

    private final ControlRouter router;
    private final Controls controls;

    ControlRoutes(ControlRouter router, Controls controls) {
        this.router = router;
        this.controls = controls;
    }

    void add() {
        router.get("/deliveries", this::deliveries);
        router.post("/deliveries/:id/redeliver", 202, this::redeliver);
        router.get("/faults", context -> controls.faults().json());
        router.on(HttpMethod.PUT, "/faults", 200, context -> faults(Faults.read(ControlRouter.body(context))));
        router.on(HttpMethod.DELETE, "/faults", 200, context -> faults(Faults.none()));
        router.post("/webhooks/:id/ban", 200, context -> controls.ban(id(context)));
        router.on(HttpMethod.DELETE, "/webhooks/:id", 200, this::removeWebhook);
        router.get("/:object", context -> newest(entity(context)));
        router.post("/:object", 201, context -> controls.add(entity(context), ControlRouter.body(context)));
        router.get("/:object/:id", context -> controls.get(entity(context), number(context)));
        router.on(HttpMethod.PATCH, "/:object/:id", 200, this::update);
        router.on(HttpMethod.DELETE, "/:object/:id", 200, this::delete);
        router.post("/:object/:id/merge", 200, this::merge);
        router.router()
                .route("/sandbox/*")
                .handler(context -> Gate.answer(
                        context.response(),
                        ApiError.control(
                                404, "there is no such control; docs/sandbox.md lists what /sandbox understands")));
    }

    private JsonObject deliveries(RoutingContext context) {
        var limit = context.queryParams().get("limit");
        var all = controls.deliveries();
        var wanted = limit == null ? all.size() : Math.clamp(Values.id("limit", limit), 0, all.size());
        var rows = new JsonArray();
        all.subList(all.size() - wanted, all.size()).forEach(attempt -> rows.add(attempt.json()));
        return new JsonObject().put("data", rows);
    }

    private JsonObject newest(Entity entity) {
        return new JsonObject().put("data", new JsonArray(controls.newest(entity)));
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

    private JsonObject update(RoutingContext context) {
        return controls.update(entity(context), number(context), ControlRouter.body(context));
    }

    private JsonObject delete(RoutingContext context) {
        controls.delete(entity(context), number(context));
        return new JsonObject().put("deleted", entity(context).publicId(number(context)));
    }

    private JsonObject merge(RoutingContext context) {
        var into = Values.id("merge_with_id", ControlRouter.body(context).getValue("merge_with_id"));
        return controls.merge(entity(context), id(context), into);
    }

    private static Entity entity(RoutingContext context) {
        return Entity.require(String.valueOf(context.pathParam("object")));
    }

    /** The number of the record that the path names. */
    private static long number(RoutingContext context) {
        return entity(context).number(String.valueOf(context.pathParam("id")));
    }

    private static long id(RoutingContext context) {
        return ControlRouter.id(context);
    }
}

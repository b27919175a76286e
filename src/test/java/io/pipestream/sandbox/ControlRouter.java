package io.pipestream.sandbox;

import java.util.function.Function;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** Puts controls under {@code /sandbox}: JSON in and out, no authentication, loopback only. */
record ControlRouter(Router router) {

    /** {@code control} answers the whole body, or throws an {@link ApiError}. */
    void on(HttpMethod method, String path, int status, Function<RoutingContext, JsonObject> control) {
        router.route(method, "/sandbox" + path).handler(context -> {
            try {
                refuseOtherSites(context);
                Gate.answer(context.response(), status, control.apply(context));
            } catch (RuntimeException e) {
                Api.failed(context, e);
            }
        });
    }

    /** There is no password, so a page of somebody else's that is open in a browser of this machine must not get here. */
    private static void refuseOtherSites(RoutingContext context) {
        if ("cross-site".equals(context.request().getHeader("sec-fetch-site"))) {
            throw ApiError.control(403, "the controls are for this machine; a page of another site may not use them");
        }
    }

    void get(String path, Function<RoutingContext, JsonObject> control) {
        on(HttpMethod.GET, path, 200, control);
    }

    void post(String path, int status, Function<RoutingContext, JsonObject> control) {
        on(HttpMethod.POST, path, status, control);
    }

    static JsonObject body(RoutingContext context) {
        return Call.body(
                context, ApiError.badControl("the body must be a JSON object, for example {\"title\": \"A deal\"}"));
    }

    static long id(RoutingContext context) {
        return Values.id("id", context.pathParam("id"));
    }
}

package io.pipestream.sandbox;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** A request that passed the gate, and who makes it. */
record Call(RoutingContext context, User user) {

    Company.Actor actor() {
        return new Company.Actor(user, "api");
    }

    /** The body as an object; empty when there is none. */
    JsonObject body() {
        return body(context, ApiError.badRequest("the body must be a JSON object"));
    }

    static JsonObject body(RoutingContext context, ApiError otherwise) {
        var buffer = context.body().buffer();
        if (buffer == null || buffer.length() == 0) {
            return new JsonObject();
        }
        try {
            return new JsonObject(buffer);
        } catch (DecodeException e) {
            throw otherwise;
        }
    }

    long id() {
        return Values.id("id", context.pathParam("id"));
    }

    /** The number of the record that the path names. */
    long id(Entity entity) {
        return entity.number(String.valueOf(context.pathParam("id")));
    }

    @Nullable
    String query(String name) {
        return context.queryParams().get(name);
    }

    long query(String name, long otherwise) {
        var text = query(name);
        return text == null ? otherwise : Values.id(name, text);
    }
}

package io.pipestream.sandbox;

import java.util.List;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** What v1 writes beside an id: the name of the user or record it points at. */
record Names(Store store, List<User> staff) {

    @Nullable
    String user(@Nullable Object id) {
        return id instanceof Number number
                ? User.byId(staff, number.longValue()).map(User::name).orElse(null)
                : null;
    }

    /** Null also when the record does not exist: links are not checked here. */
    @Nullable
    String of(Entity entity, @Nullable Object id) {
        var related = id instanceof Number number ? store.find(entity.word(), number.longValue()) : null;
        return related == null ? null : related.getString("name", related.getString("title"));
    }

    /** The name in an object of its own, as notes have it. */
    @Nullable
    JsonObject wrapped(Entity entity, @Nullable Object id) {
        var name = of(entity, id);
        return name == null ? null : new JsonObject().put(entity == Entity.DEAL ? "title" : "name", name);
    }
}

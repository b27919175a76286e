package io.pipestream.sandbox;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;

/** Reading and writing single records. v1's ways for deals, persons and organizations still answer here. */
final class RecordRoutes {

    private static final HttpMethod PATCH = HttpMethod.PATCH;
    private static final HttpMethod DELETE = HttpMethod.DELETE;

    private final Company company;
    private final Store store;
    private final ShapeV1 shapes;

    RecordRoutes(Company company, Store store, ShapeV1 shapes) {
        this.company = company;
        this.store = store;
        this.shapes = shapes;
    }

    void add(Api v1, Api v2) {
        for (var entity : Entity.values()) {
            var all = '/' + entity.plural();
            var one = all + "/:id";
            v1.on(HttpMethod.POST, all, 10, 201, call -> v1(entity, create(entity, call)));
            v1.get(one, 2, call -> v1(entity, read(entity, call, ApiError.notFoundV1(entity.word()))));
            // leads are the one kind that v1 patches
            var change = entity == Entity.LEAD ? PATCH : HttpMethod.PUT;
            v1.on(change, one, 10, 200, call -> v1(entity, update(entity, call)));
            v1.on(DELETE, one, 6, 200, call -> Api.data(deletedV1(entity, call)));
            if (entity.merges()) {
                v1.on(HttpMethod.PUT, one + "/merge", 40, 200, call -> merge(entity, call));
            }
            if (entity.isInV2()) {
                v2.on(HttpMethod.POST, all, 5, 201, call -> v2(entity, create(entity, call)));
                v2.get(one, 1, call -> v2(entity, read(entity, call, ApiError.notFoundV2())));
                v2.on(PATCH, one, 5, 200, call -> v2(entity, update(entity, existing(entity, call))));
                v2.on(DELETE, one, 3, 200, call -> deletedV2(entity, existing(entity, call)));
            }
        }
    }

    private JsonObject v1(Entity entity, JsonObject kept) {
        return Api.data(shapes.of(entity, kept));
    }

    private JsonObject v2(Entity entity, JsonObject kept) {
        return Api.data(ShapeV2.rest(shapes.fields(), entity, kept));
    }

    private JsonObject create(Entity entity, Call call) {
        return company.add(
                entity, Input.read(shapes.fields(), entity, call.body()).fields(), call.actor());
    }

    /** A deleted record can still be read, marked as such, as long as it is kept. */
    private JsonObject read(Entity entity, Call call, ApiError otherwise) {
        var record = store.find(entity.word(), call.id(entity));
        if (record == null) {
            throw otherwise;
        }
        return record;
    }

    private JsonObject update(Entity entity, Call call) {
        return company.update(
                entity,
                call.id(entity),
                Input.read(shapes.fields(), entity, call.body()).fields(),
                call.actor());
    }

    private long delete(Entity entity, Call call) {
        company.delete(entity, call.id(entity), call.actor());
        return call.id(entity);
    }

    private JsonObject deletedV2(Entity entity, Call call) {
        return Api.data(new JsonObject().put("id", delete(entity, call)));
    }

    /** v2 has its own words for a record that is not there. */
    private Call existing(Entity entity, Call call) {
        if (read(entity, call, ApiError.notFoundV2()).getBoolean("is_deleted", false)) {
            throw ApiError.notFoundV2();
        }
        return call;
    }

    private Object deletedV1(Entity entity, Call call) {
        var id = delete(entity, call);
        return entity == Entity.NOTE ? true : new JsonObject().put("id", entity.publicId(id));
    }

    private JsonObject merge(Entity entity, Call call) {
        var into = Values.id("merge_with_id", call.body().getValue("merge_with_id"));
        var survivor = company.merge(entity, call.id(entity), into, call.actor());
        return Api.data(shapes.of(entity, survivor).put("merge_what_id", call.id(entity)));
    }
}

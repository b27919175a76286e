package io.pipestream.sandbox;

import java.util.NavigableMap;
import java.util.TreeMap;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** The loads that run or ran. */
final class Loads {

    private static final int MOST_REMEMBERED = 100;

    private final Vertx vertx;
    private final Store store;
    private final Controls controls;
    private final NavigableMap<Long, Load> loads = new TreeMap<>();
    private long last;

    Loads(Vertx vertx, Store store, Controls controls) {
        this.vertx = vertx;
        this.store = store;
        this.controls = controls;
    }

    JsonObject start(Entity entity, int count, double rate, Mix mix) {
        if (count < 1 || count > 1_000_000 || !(rate > 0 && rate <= 10_000)) {
            throw ApiError.badControl("give a count from 1 to 1000000 and a rate above 0, at most 10000 a second");
        }
        // Fails now rather than in the timer when there is nothing to put a note on.
        new Samples(store).completed(entity, new JsonObject());
        var load = new Load(++last, entity, count, rate, mix, maker(entity));
        loads.put(last, load);
        loads.remove(last - MOST_REMEMBERED);
        load.start(vertx);
        return load.json();
    }

    private Load.Maker maker(Entity entity) {
        return new Load.Maker() {
            @Override
            public long add() {
                return controls.made(entity, new JsonObject()).getLong("id");
            }

            @Override
            public void update(long id, int number) {
                controls.update(entity, id, Samples.edit(entity, number));
            }

            @Override
            public void delete(long id) {
                controls.delete(entity, id);
            }
        };
    }

    JsonObject progress(long id) {
        var load = loads.get(id);
        if (load == null) {
            throw ApiError.control(404, "there is no load " + id + "; POST /sandbox/load starts one");
        }
        return load.json();
    }

    JsonArray json() {
        var rows = new JsonArray();
        loads.values().forEach(load -> rows.add(load.json()));
        return rows;
    }
}

package io.pipestream.sandbox;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** What tests and demos do to the simulated company, over HTTP or from Java. */
final class Controls {

    private static final int MOST_LOADS_REMEMBERED = 100;

    private final Vertx vertx;
    private final SandboxOptions options;
    private final Store store;
    private final Company company;
    private final ShapeV1 shapes;
    private final WebhookRegistry registry;
    private final Deliverer deliverer;
    private final TokenLedger ledger;
    private final Company.Actor someone;
    private final NavigableMap<Long, Load> loads = new TreeMap<>();
    private long lastLoad;

    Controls(Vertx vertx, SandboxOptions options, World world) {
        this.vertx = vertx;
        this.options = options;
        this.store = world.store();
        this.company = world.company();
        this.shapes = world.shapes();
        this.registry = world.registry();
        this.deliverer = world.deliverer();
        this.ledger = world.ledger();
        this.someone = new Company.Actor(world.staff().getFirst(), "app");
    }

    JsonObject add(Entity entity, JsonObject given) {
        var fields = known(entity, new Samples(store).completed(entity, given));
        return shape(entity, company.add(entity, fields, someone));
    }

    JsonObject update(Entity entity, long id, JsonObject given) {
        return shape(entity, company.update(entity, id, known(entity, given), someone));
    }

    JsonObject get(Entity entity, long id) {
        return shape(entity, company.existing(entity, id));
    }

    void delete(Entity entity, long id) {
        company.delete(entity, id, someone);
    }

    JsonObject merge(Entity entity, long id, long into) {
        return shape(entity, company.merge(entity, id, into, someone));
    }

    /** Unlike Pipedrive, which ignores them: a typing error in a demo should be seen. */
    private static JsonObject known(Entity entity, JsonObject given) {
        var input = Input.read(entity, given);
        if (!input.unknown().isEmpty()) {
            throw ApiError.badControl("a " + entity.word() + " has no field " + String.join(", ", input.unknown())
                    + "; GET /v1/" + entity.word() + "Fields lists the custom ones");
        }
        return input.fields();
    }

    /** The API's present shape: v2's, except for notes, which have none. */
    private JsonObject shape(Entity entity, JsonObject kept) {
        return entity == Entity.NOTE ? shapes.of(entity, kept) : ShapeV2.rest(entity, kept);
    }

    List<Attempt> deliveries() {
        return deliverer.log().recent();
    }

    void redeliver(long attempt) {
        deliverer.redeliver(attempt);
    }

    Faults faults() {
        return deliverer.faults();
    }

    void faults(Faults faults) {
        deliverer.faults(faults);
    }

    JsonArray webhooks() {
        var rows = new JsonArray();
        registry.all()
                .forEach(webhook -> rows.add(webhook.status(options.clock().instant())));
        return rows;
    }

    JsonObject ban(long id) {
        var webhook = webhook(id);
        webhook.ban(options.clock().instant());
        return webhook.status(options.clock().instant());
    }

    void removeWebhook(long id) {
        registry.remove(webhook(id).id());
        deliverer.forget(id);
    }

    private Webhook webhook(long id) {
        var webhook = registry.find(id);
        if (webhook == null) {
            throw ApiError.control(404, "there is no webhook " + id + "; GET /sandbox lists them");
        }
        return webhook;
    }

    JsonObject load(Entity entity, int count, double rate) {
        if (count < 1 || count > 1_000_000 || !(rate > 0 && rate <= 10_000)) {
            throw ApiError.badControl("give a count from 1 to 1000000 and a rate above 0, at most 10000 a second");
        }
        // Fails now rather than in the timer when there is nothing to put a note on.
        new Samples(store).completed(entity, new JsonObject());
        var load = new Load(++lastLoad, entity, count, rate, () -> add(entity, new JsonObject()));
        loads.put(lastLoad, load);
        loads.remove(lastLoad - MOST_LOADS_REMEMBERED);
        load.start(vertx);
        return load.json();
    }

    JsonObject load(long id) {
        var load = loads.get(id);
        if (load == null) {
            throw ApiError.control(404, "there is no load " + id + "; POST /sandbox/load starts one");
        }
        return load.json();
    }

    JsonObject status() {
        var records = new JsonObject();
        for (var entity : Entity.values()) {
            var alive = store.all(entity.word()).stream()
                    .filter(row -> !row.getBoolean("is_deleted", false))
                    .count();
            records.put(entity.plural(), alive);
        }
        var running = new JsonArray();
        loads.values().forEach(load -> running.add(load.json()));
        return new JsonObject()
                .put("company_id", options.companyId())
                .put("host", options.host())
                .put("speed", options.speed())
                .put("records", records)
                .put("webhooks", webhooks())
                .put("deliveries", deliverer.status())
                .put("ledger", ledger.json())
                .put("faults", faults().json())
                .put("loads", running);
    }
}

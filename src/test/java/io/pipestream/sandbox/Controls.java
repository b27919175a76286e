package io.pipestream.sandbox;

import java.util.ArrayList;
import java.util.List;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** What tests and demos do to the simulated company, over HTTP or from Java. */
final class Controls {

    private static final int NEWEST = 20;

    private final SandboxOptions options;
    private final Store store;
    private final Company company;
    private final ShapeV1 shapes;
    private final WebhookRegistry registry;
    private final Deliverer deliverer;
    private final Company.Actor someone;
    private final FieldCatalogue fields;

    Controls(SandboxOptions options, World world) {
        this.options = options;
        this.store = world.store();
        this.company = world.company();
        this.shapes = world.shapes();
        this.registry = world.registry();
        this.deliverer = world.deliverer();
        this.someone = world.someone();
        this.fields = world.fields();
    }

    JsonObject add(Entity entity, JsonObject given) {
        return shape(entity, made(entity, given));
    }

    /** The same in the kept form. */
    JsonObject made(Entity entity, JsonObject given) {
        return company.add(entity, known(entity, new Samples(store).completed(entity, given)), someone);
    }

    JsonObject update(Entity entity, long id, JsonObject given) {
        return shape(entity, company.update(entity, id, known(entity, given), someone));
    }

    JsonObject get(Entity entity, long id) {
        return shape(entity, company.existing(entity, id));
    }

    /** The last few that were added and are still there. */
    List<JsonObject> newest(Entity entity) {
        var found = new ArrayList<JsonObject>();
        for (var kept : store.newestFirst(entity.word())) {
            if (!kept.getBoolean("is_deleted", false)) {
                found.add(shape(entity, kept));
            }
            if (found.size() == NEWEST) {
                break;
            }
        }
        return found;
    }

    void delete(Entity entity, long id) {
        company.delete(entity, id, someone);
    }

    JsonObject merge(Entity entity, long id, long into) {
        return shape(entity, company.merge(entity, id, into, someone));
    }

    /** Unlike Pipedrive, which ignores them: a typing error in a demo should be seen. */
    private JsonObject known(Entity entity, JsonObject given) {
        var input = Input.read(fields, entity, given);
        if (!input.unknown().isEmpty()) {
            throw ApiError.badControl("a " + entity.word() + " has no field " + String.join(", ", input.unknown())
                    + "; GET /v1/" + entity.word() + "Fields lists the custom ones");
        }
        return input.fields();
    }

    /** The API's present shape: v2's, except for notes and leads, which have none. */
    private JsonObject shape(Entity entity, JsonObject kept) {
        return entity.isInV2() ? ShapeV2.rest(fields, entity, kept) : shapes.of(entity, kept);
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
        deliverer.removeGivenUp();
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
        deliverer.remove(webhook(id).id());
    }

    private Webhook webhook(long id) {
        var webhook = registry.find(id);
        if (webhook == null) {
            throw ApiError.control(404, "there is no webhook " + id + "; GET /sandbox lists them");
        }
        return webhook;
    }
}

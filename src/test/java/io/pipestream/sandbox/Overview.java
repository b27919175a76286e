package io.pipestream.sandbox;

import io.vertx.core.json.JsonObject;

/** Everything at a glance: what {@code GET /sandbox} shows. */
record Overview(SandboxOptions options, World world, Controls controls, Scenes scenes) {

    JsonObject json() {
        return scenes.time()
                .put("company_id", options.companyId())
                .put("host", options.accountHost())
                .put("speed", options.speed())
                .put("records", records())
                .put("webhooks", controls.webhooks())
                .put("deliveries", world.deliverer().status())
                .put("tokens", world.ledger().json())
                .put("oauth", world.oauth().json())
                .put("faults", controls.faults().json())
                .put("chaos", scenes.chaos().json())
                .put("loads", scenes.loads().json());
    }

    private JsonObject records() {
        var records = new JsonObject();
        for (var entity : Entity.values()) {
            var alive = world.store().all(entity.word()).stream()
                    .filter(row -> !row.getBoolean("is_deleted", false))
                    .count();
            records.put(entity.plural(), alive);
        }
        return records;
    }
}

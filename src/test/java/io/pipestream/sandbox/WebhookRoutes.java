package io.pipestream.sandbox;

import java.net.URI;
import java.time.Duration;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;

/** {@code /v1/webhooks}: register, list and remove; there is no update. */
final class WebhookRoutes {

    private static final Duration REACHABLE_WITHIN = Duration.ofSeconds(2);

    private final WebhookRegistry registry;
    private final Deliverer deliverer;
    private final NetClient probe;

    WebhookRoutes(Vertx vertx, WebhookRegistry registry, Deliverer deliverer) {
        this.registry = registry;
        this.deliverer = deliverer;
        this.probe = vertx.createNetClient(new NetClientOptions().setConnectTimeout((int) REACHABLE_WITHIN.toMillis()));
    }

    void add(Api v1) {
        v1.get("/webhooks", 10, call -> list());
        v1.onSlow(HttpMethod.POST, "/webhooks", 10, 201, this::create);
        v1.on(HttpMethod.DELETE, "/webhooks/:id", 6, 200, this::delete);
    }

    private JsonObject list() {
        deliverer.removeGivenUp();
        var rows = new JsonArray();
        registry.all().forEach(webhook -> rows.add(webhook.json()));
        return ok().put("data", rows);
    }

    private Future<JsonObject> create(Call call) {
        var request = call.body();
        return reach(registry.check(request, call.user()))
                .map(reached ->
                        ok().put("data", registry.create(request, call.user()).json()));
    }

    /** Only whether somebody listens: Pipedrive sends no test event. */
    private Future<Void> reach(URI url) {
        var port = url.getPort() > 0 ? url.getPort() : url.getScheme().equals("https") ? 443 : 80;
        return probe.connect(port, url.getHost())
                .compose(socket -> socket.close())
                .recover(failure -> Future.failedFuture(WebhookRegistry.unreachable()));
    }

    private JsonObject delete(Call call) {
        var webhook = registry.find(call.id());
        if (webhook == null) {
            throw ApiError.webhook(404, "id", "not found");
        }
        if (!call.user().admin() && webhook.ownerId() != call.user().id()) {
            throw ApiError.forbiddenWebhook();
        }
        deliverer.remove(webhook.id());
        return ok();
    }

    private static JsonObject ok() {
        return new JsonObject().put("status", "ok").put("success", true);
    }
}

package io.pipestream.sandbox;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;

/** Every path the sandbox answers, put together. */
final class Routes {

    private Routes() {}

    static Router all(Vertx vertx, Overview overview) {
        var options = overview.options();
        var world = overview.world();
        var gate = new Gate(world, options);
        var v1 = new Api(vertx, gate, "/v1");
        var v2 = new Api(vertx, gate, "/api/v2");
        new AccountRoutes(world.staff(), options, world.fields()).add(v1, v2);
        new WebhookRoutes(vertx, world.registry(), world.deliverer()).add(v1);
        new ListRoutes(world.store(), world.shapes()).add(v1, v2);
        new RecordRoutes(world.company(), world.store(), world.shapes()).add(v1, v2);
        new RecentsRoute(world.store(), world.shapes(), options).add(v1);
        v1.otherwiseNotFound();
        v2.otherwiseNotFound();
        var root = Router.router(vertx);
        root.route().handler(BodyHandler.create(false));
        root.route().handler(context -> {
            context.response().putHeader("date", httpDate(options.clock().instant()));
            context.next();
        });
        root.route("/api/v2/*").subRouter(v2.router());
        root.route("/api/v1/*").subRouter(v1.router());
        root.route("/v1/*").subRouter(v1.router());
        new OAuthRoutes(world.oauth()).add(root);
        PageRoutes.add(root);
        var router = new ControlRouter(root);
        router.get("", context -> overview.json());
        new SceneRoutes(router, world.oauth(), overview.scenes()).add();
        new FieldControls(router, world.fields()).add();
        new ControlRoutes(router, overview.controls()).add();
        root.route()
                .handler(context -> Gate.answer(
                        context.response(), ApiError.control(404, "try /, /v1, /api/v1, /api/v2, /oauth or /sandbox")));
        return root;
    }

    /** As every server of Pipedrive's says it. */
    private static String httpDate(Instant now) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atOffset(ZoneOffset.UTC));
    }
}

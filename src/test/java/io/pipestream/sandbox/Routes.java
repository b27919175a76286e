package io.pipestream.sandbox;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;

/** Every path the sandbox answers, put together. */
final class Routes {

    private Routes() {}

    static Router all(Vertx vertx, SandboxOptions options, World world, Controls controls) {
        var gate = new Gate(world.staff(), world.ledger(), world.deliverer()::faults);
        var v1 = new Api(vertx, gate);
        var v2 = new Api(vertx, gate);
        new AccountRoutes(world.staff(), options).add(v1, v2);
        new WebhookRoutes(vertx, world.registry(), world.deliverer()).add(v1);
        new ListRoutes(world.store(), world.shapes()).add(v1, v2);
        new RecordRoutes(world.company(), world.store(), world.shapes()).add(v1, v2);
        new RecentsRoute(world.store(), world.shapes(), options).add(v1);
        v1.otherwiseNotFound();
        v2.otherwiseNotFound();
        var root = Router.router(vertx);
        root.route().handler(BodyHandler.create(false));
        root.route("/api/v2/*").subRouter(v2.router());
        root.route("/api/v1/*").subRouter(v1.router());
        root.route("/v1/*").subRouter(v1.router());
        new ControlRoutes(root, controls).add();
        root.route()
                .handler(context -> Gate.answer(
                        context.response(), ApiError.control(404, "try /v1, /api/v1, /api/v2 or /sandbox")));
        return root;
    }
}

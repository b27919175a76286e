package io.pipestream.sandbox;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** One version of Pipedrive's API: operations at paths, each with its price. */
final class Api {

    private static final System.Logger LOG = System.getLogger(Api.class.getName());

    private final Router router;
    private final Gate gate;
    private final String prefix;

    /** {@code prefix} is where the version is mounted, for the count per route. */
    Api(Vertx vertx, Gate gate, String prefix) {
        this.router = Router.router(vertx);
        this.gate = gate;
        this.prefix = prefix;
    }

    /** Answers the whole body, or throws an {@link ApiError}. */
    @FunctionalInterface
    interface Operation {
        JsonObject run(Call call);
    }

    /** The same for an operation that has to wait. */
    @FunctionalInterface
    interface SlowOperation {
        Future<JsonObject> run(Call call);
    }

    Router router() {
        return router;
    }

    /** A GET that answers 200. */
    void get(String path, int cost, Operation operation) {
        on(HttpMethod.GET, path, cost, 200, operation);
    }

    void on(HttpMethod method, String path, int cost, int status, Operation operation) {
        onSlow(method, path, cost, status, call -> Future.succeededFuture(operation.run(call)));
    }

    void onSlow(HttpMethod method, String path, int cost, int status, SlowOperation operation) {
        var name = method.name() + ' ' + prefix + path;
        router.route(method, path).handler(context -> {
            var user = gate.admit(context, name, cost);
            if (user != null) {
                Future.succeededFuture(new Call(context, user))
                        .compose(operation::run)
                        .onSuccess(body -> Gate.answer(context.response(), status, body))
                        .onFailure(failure -> failed(context, failure));
            }
        });
    }

    /** What everything else at this version gets. */
    void otherwiseNotFound() {
        router.route().handler(context -> {
            if (gate.admit(context, "unknown", 0) != null) {
                Gate.answer(context.response(), ApiError.standard(404, "Unknown method ."));
            }
        });
    }

    /** Answers a refusal as it is; anything else is a fault of the sandbox's own. */
    static void failed(RoutingContext context, Throwable failure) {
        if (failure instanceof ApiError refusal) {
            Gate.answer(context.response(), refusal);
            return;
        }
        LOG.log(System.Logger.Level.ERROR, "the sandbox failed on " + context.normalizedPath(), failure);
        Gate.answer(context.response(), ApiError.standard(500, "the sandbox failed: " + failure));
    }

    /** The usual frame around {@code data}. */
    static JsonObject data(@Nullable Object data) {
        return new JsonObject().put("success", true).put("data", data);
    }
}

package io.pipestream.sandbox;

import java.util.SplittableRandom;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** What every API call meets first: the proxy, the token, the budget, and today's faults. */
final class Gate {

    private static final String BEARER = "Bearer ";

    private static final String DENIED_PAGE = """
            <!DOCTYPE html>
            <html lang="en"><head><title>Access denied</title></head>
            <body><h1>Error 1015</h1><p>You are being rate limited. Cloudflare answered for the API.</p></body></html>
            """;

    /** OAuth apps may call this many times as often as an API token. */
    private static final int OAUTH_BURST = 4;

    private final World world;
    private final SandboxOptions options;
    private final SplittableRandom chance = new SplittableRandom();

    Gate(World world, SandboxOptions options) {
        this.world = world;
        this.options = options;
    }

    /**
     * Who calls; null when the request was answered here. What is refused here costs nothing, but a server error has its price.
     *
     * @param route the method and the path as it is declared
     */
    @Nullable
    User admit(RoutingContext context, String route, int cost) {
        var response = context.response();
        var now = world.deliverer().faults();
        if (now.cloudflare403()) {
            response.setStatusCode(403)
                    .putHeader("content-type", "text/html; charset=UTF-8")
                    .end(DENIED_PAGE);
            return null;
        }
        var caller = caller(context);
        if (caller == null) {
            response.putHeader("x-401-by-gw", "true");
            answer(response, ApiError.unauthorized());
            return null;
        }
        var ledger = world.ledger();
        if (now.api429() != null || !ledger.allows(caller, cost)) {
            ledger.countRefusal();
            ledger.headers(caller, response::putHeader);
            refuse(response, now.api429());
            return null;
        }
        ledger.pay(caller, route, cost);
        ledger.headers(caller, response::putHeader);
        if (now.api5xx() > 0 && chance.nextDouble() < now.api5xx()) {
            answer(response, ApiError.standard(chance.nextBoolean() ? 500 : 503, "Requested service is not available"));
            return null;
        }
        return caller.user();
    }

    private @Nullable Caller caller(RoutingContext context) {
        var header = context.request().getHeader("authorization");
        if (header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            var token = header.substring(BEARER.length()).strip();
            return world.oauth().admits(token)
                    ? new Caller(world.staff().getFirst(), token, options.burst() * OAUTH_BURST)
                    : null;
        }
        return User.byToken(world.staff(), token(context))
                .map(user -> new Caller(user, user.token(), options.burst()))
                .orElse(null);
    }

    private static void refuse(HttpServerResponse response, @Nullable String fault) {
        if ("burst".equals(fault)) {
            response.putHeader("x-ratelimit-remaining", "0").putHeader("x-ratelimit-reset", "1");
        } else if ("daily".equals(fault)) {
            response.putHeader("x-daily-ratelimit-token-remaining", "0");
        }
        answer(response, ApiError.standard(429, "request over limit"));
    }

    private static String token(RoutingContext context) {
        var header = context.request().getHeader("x-api-token");
        var query = header == null ? context.queryParams().get("api_token") : header;
        return query == null ? "" : query;
    }

    static void answer(HttpServerResponse response, ApiError error) {
        answer(response, error.status(), error.body());
    }

    static void answer(HttpServerResponse response, int status, JsonObject body) {
        response.setStatusCode(status)
                .putHeader("content-type", "application/json; charset=utf-8")
                .end(body.toBuffer());
    }
}

package io.pipestream.sandbox;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** What every API call meets first: the proxy, the token, the budget, and today's faults. */
final class Gate {

    private static final String DENIED_PAGE = """
            <!DOCTYPE html>
            <html lang="en"><head><title>Access denied</title></head>
            <body><h1>Error 1015</h1><p>You are being rate limited. Cloudflare answered for the API.</p></body></html>
            """;

    private final List<User> staff;
    private final TokenLedger ledger;
    private final Supplier<Faults> faults;
    private final SplittableRandom chance = new SplittableRandom();

    Gate(List<User> staff, TokenLedger ledger, Supplier<Faults> faults) {
        this.staff = staff;
        this.ledger = ledger;
        this.faults = faults;
    }

    /** Who calls; null when the request was answered here. */
    @Nullable
    User admit(RoutingContext context, int cost) {
        var response = context.response();
        var now = faults.get();
        if (now.cloudflare403()) {
            response.setStatusCode(403)
                    .putHeader("content-type", "text/html; charset=UTF-8")
                    .end(DENIED_PAGE);
            return null;
        }
        var user = User.byToken(staff, token(context)).orElse(null);
        if (user == null) {
            response.putHeader("x-401-by-gw", "true");
            answer(response, ApiError.unauthorized());
            return null;
        }
        var refused = now.api429() != null || !ledger.take(user, cost);
        ledger.headers(user, response::putHeader);
        if (refused) {
            refuse(response, now.api429());
            return null;
        }
        if (now.api5xx() > 0 && chance.nextDouble() < now.api5xx()) {
            answer(response, ApiError.standard(chance.nextBoolean() ? 500 : 503, "Requested service is not available"));
            return null;
        }
        return user;
    }

    private static void refuse(HttpServerResponse response, @Nullable String fault) {
        if ("burst".equals(fault)) {
            response.putHeader("x-ratelimit-remaining", "0").putHeader("x-ratelimit-reset", "2");
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

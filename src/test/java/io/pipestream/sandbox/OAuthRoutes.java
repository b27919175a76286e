package io.pipestream.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.Set;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** {@code /oauth/authorize} and {@code /oauth/token}, which at Pipedrive have a host of their own. */
final class OAuthRoutes {

    private static final String BASIC = "Basic "
            + Base64.getEncoder().encodeToString((OAuth.CLIENT_ID + ':' + OAuth.CLIENT_SECRET).getBytes(UTF_8));

    private final OAuth oauth;

    OAuthRoutes(OAuth oauth) {
        this.oauth = oauth;
    }

    void add(Router router) {
        router.get("/oauth/authorize").handler(context -> guarded(context, () -> authorize(context)));
        router.post("/oauth/token")
                .handler(context -> guarded(context, () -> Gate.answer(context.response(), 200, token(context))));
    }

    private static void guarded(RoutingContext context, Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            Api.failed(context, e);
        }
    }

    /** Nobody is asked: the answer is the consent, or with {@code deny=true} the refusal. */
    private void authorize(RoutingContext context) {
        var query = context.queryParams();
        if (!OAuth.CLIENT_ID.equals(query.get("client_id"))) {
            throw ApiError.oauth(400, "invalid_client", "Invalid client: client is invalid");
        }
        var back = query.get("redirect_uri");
        if (back == null || !isAddress(back)) {
            throw ApiError.oauth(400, "invalid_request", "Missing parameter: `redirect_uri`");
        }
        var outcome = "true".equals(query.get("deny")) ? "error=access_denied" : "code=" + oauth.consent(back);
        var state = query.get("state");
        var location = back
                + (back.contains("?") ? '&' : '?')
                + outcome
                + (state == null ? "" : "&state=" + URLEncoder.encode(state, UTF_8));
        context.response().setStatusCode(302).putHeader("location", location).end();
    }

    private static boolean isAddress(String text) {
        try {
            return Set.of("http", "https")
                    .contains(String.valueOf(URI.create(text).getScheme()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private JsonObject token(RoutingContext context) {
        if (!BASIC.equals(context.request().getHeader("authorization"))) {
            throw ApiError.oauth(401, "invalid_client", "Invalid client: client credentials are invalid");
        }
        var here = "http://" + Sandbox.LOOPBACK + ':'
                + context.request().localAddress().port();
        return switch (String.valueOf(form(context, "grant_type"))) {
            case "authorization_code" -> oauth.exchange(form(context, "code"), form(context, "redirect_uri"), here);
            case "refresh_token" -> oauth.refresh(form(context, "refresh_token"), here);
            default ->
                throw ApiError.oauth(400, "unsupported_grant_type", "Unsupported grant type: `grant_type` is invalid");
        };
    }

    private static @Nullable String form(RoutingContext context, String name) {
        return context.request().getFormAttribute(name);
    }
}

package io.pipestream.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Objects;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** The controls of {@link Scenes} and of the OAuth server. */
final class SceneRoutes {

    private final ControlRouter router;
    private final OAuth oauth;
    private final Scenes scenes;

    SceneRoutes(ControlRouter router, OAuth oauth, Scenes scenes) {
        this.router = router;
        this.oauth = oauth;
        this.scenes = scenes;
    }

    void add() {
        router.get("/clock", context -> scenes.time());
        router.post("/clock", 200, context -> scenes.advance(step(ControlRouter.body(context))));
        router.on(HttpMethod.PUT, "/plan", 200, context -> plan(ControlRouter.body(context)));
        router.get("/oauth", context -> oauth.json());
        router.post("/oauth/expire", 200, context -> oauth(oauth::expire));
        router.post("/oauth/revoke", 200, context -> oauth(oauth::revoke));
        router.get("/chaos", context -> scenes.chaos().json());
        router.on(
                HttpMethod.PUT,
                "/chaos",
                202,
                context -> scenes.chaos().start(ChaosPlan.read(ControlRouter.body(context))));
        router.on(HttpMethod.DELETE, "/chaos", 200, context -> scenes.chaos().stop());
        router.post("/seed", 201, context -> scenes.seeds().plant(ControlRouter.body(context)));
        router.get("/created", this::created);
        router.post("/load", 202, context -> load(ControlRouter.body(context)));
        router.get("/load/:id", context -> scenes.loads().progress(ControlRouter.id(context)));
    }

    private static Duration step(JsonObject body) {
        try {
            return Duration.parse(String.valueOf(body.getValue("advance")));
        } catch (DateTimeParseException e) {
            throw ApiError.badControl("give how far to move the time, for example {\"advance\": \"PT24H\"}");
        }
    }

    private JsonObject plan(JsonObject body) {
        var ledger = scenes.world().ledger();
        ledger.dailyTokens(body.getValue("daily_tokens") instanceof Number tokens ? tokens.longValue() : 0);
        return ledger.json();
    }

    private JsonObject oauth(Runnable change) {
        change.run();
        return oauth.json();
    }

    private JsonObject created(RoutingContext context) {
        var object = context.queryParams().get("object");
        var since = context.queryParams().get("since");
        if (object == null) {
            throw ApiError.badControl("give the object, for example /sandbox/created?object=deal");
        }
        var time = since == null ? Instant.EPOCH : Instant.parse(Values.time("since", since));
        return scenes.created(Entity.require(object), Objects.requireNonNull(time));
    }

    private JsonObject load(JsonObject body) {
        if (!(body.getValue("object") instanceof String object)
                || !(body.getValue("count") instanceof Number count)
                || !(body.getValue("rate") instanceof Number rate)) {
            throw ApiError.badControl("give object, count and rate, for example"
                    + " {\"object\": \"deal\", \"count\": 1000, \"rate\": 100}");
        }
        var mix = body.getValue("mix");
        return scenes.loads()
                .start(
                        Entity.require(object),
                        count.intValue(),
                        rate.doubleValue(),
                        mix == null ? Mix.additionsOnly() : Mix.read(mix));
    }
}

package io.pipestream.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import org.eclipse.microprofile.config.ConfigProvider;

/** The simulated Pipedrive, by HTTP: its API as the service calls it, and its controls. */
public final class SandboxClient {

    private SandboxClient() {}

    public static String url(String path) {
        return ConfigProvider.getConfig().getValue("test.sandbox.url", String.class) + path;
    }

    public static String token() {
        return ConfigProvider.getConfig().getValue("test.sandbox.token", String.class);
    }

    /** Adds a record, as somebody in Pipedrive would; answers it. */
    public static JsonNode add(String object, String json) {
        return Http.call("POST", url("/sandbox/" + object), Map.of(), json.getBytes(UTF_8))
                .json();
    }

    public static Http.Answer control(String method, String path, String json) {
        return Http.call(method, url("/sandbox" + path), Map.of(), json.getBytes(UTF_8));
    }

    /**
     * Moves the time of the sandbox and of the application together. The sandbox cannot go back, so a test that has
     * done this leaves both where they are: a test that needs today's date must not share the application with it.
     */
    public static void advanceBoth(Duration step) {
        var answer = control("POST", "/clock", "{\"advance\": \"" + step + "\"}");
        if (answer.status() != 200) {
            throw new AssertionError(answer.body());
        }
        TestClock.advance(step);
    }

    /** What the sandbox itself counted, see {@code docs/sandbox.md}: {@code daily_used}, {@code by_day} and others. */
    public static JsonNode tokens() {
        return Http.get(url("/sandbox"), Map.of()).json().path("tokens");
    }

    /** What {@code GET /v1/webhooks} lists. */
    public static JsonNode webhooks() {
        return Http.get(url("/v1/webhooks"), Map.of("x-api-token", token()))
                .json()
                .path("data");
    }
}

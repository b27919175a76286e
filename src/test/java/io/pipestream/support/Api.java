package io.pipestream.support;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.eclipse.microprofile.config.ConfigProvider;

/** The management API of the application under test. */
public final class Api {

    /** The admin key of the application under test. */
    public static final String KEY = "psk_test_0123456789abcdef0123456789abcdef";

    private Api() {}

    public static String url(String path) {
        return api().url() + path;
    }

    public static Http.Answer get(String path) {
        return api().get(path);
    }

    public static Http.Answer post(String path, String json) {
        return api().call("POST", path, json);
    }

    public static Http.Answer put(String path, String json) {
        return api().call("PUT", path, json);
    }

    public static Http.Answer patch(String path, String json) {
        return api().call("PATCH", path, json);
    }

    public static Http.Answer delete(String path) {
        return api().call("DELETE", path, "");
    }

    public static Http.Answer call(String method, String path, String json) {
        return api().call(method, path, json);
    }

    /** The path of the connected account's subscriptions. */
    public static String subscriptions() {
        var connection = get("/api/connections").json().path("data").path(0).path("id");
        return "/api/connections/" + connection.asText() + "/subscriptions";
    }

    /** See {@link ManagementApi#events}. */
    public static List<JsonNode> events(String query) {
        return api().events(query);
    }

    /** See {@link ManagementApi#removeHooks}. */
    public static void removeHooks() {
        api().removeHooks();
    }

    /** See {@link ManagementApi#metric}. */
    public static double metric(String name, String labels) {
        return api().metric(name, labels);
    }

    private static ManagementApi api() {
        return new ManagementApi(ConfigProvider.getConfig().getValue("pipestream.public-url", String.class), KEY);
    }
}

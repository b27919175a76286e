package io.pipestream.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The management API of a service as an operator calls it.
 *
 * @param url of the service, without a trailing slash
 * @param key an access key
 */
public record ManagementApi(String url, String key) {

    public Http.Answer get(String path) {
        return Http.get(url + path, headers());
    }

    public Http.Answer call(String method, String path, String json) {
        return Http.call(method, url + path, headers(), json.getBytes(UTF_8));
    }

    /** Every event that the query finds, all pages of it, newest first. */
    public List<JsonNode> events(String query) {
        var events = new ArrayList<JsonNode>();
        var cursor = "";
        do {
            var page = get("/api/events?limit=1000&" + query + cursor).json();
            page.path("data").forEach(events::add);
            cursor = page.path("next_cursor").isTextual()
                    ? "&cursor=" + page.path("next_cursor").asText()
                    : "";
        } while (!cursor.isEmpty());
        return events;
    }

    /** All there are, with what was to be delivered to them. */
    public void removeHooks() {
        get("/api/hooks")
                .json()
                .path("data")
                .forEach(hook -> call("DELETE", "/api/hooks/" + hook.path("id").asText(), ""));
    }

    /** A metric's value, summed over its series whose labels contain the text; 0 if there is none. */
    public double metric(String name, String labels) {
        return Http.get(url + "/q/metrics", Map.of("accept", "text/plain"))
                .body()
                .lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> line.contains(labels))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private Map<String, String> headers() {
        return Map.of("Authorization", "Bearer " + key);
    }
}

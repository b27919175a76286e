package io.pipestream.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A sandbox by HTTP: its controls, and of the API what it lists.
 *
 * @param url   without a trailing slash
 * @param token the administrator's
 */
public record SandboxApi(String url, String token) {

    /** Calls a control, whose path follows {@code /sandbox}; fails if it is refused. */
    public JsonNode control(String method, String path, String json) {
        var answer = Http.call(method, url + "/sandbox" + path, Map.of(), json.getBytes(UTF_8));
        if (answer.status() / 100 != 2) {
            throw new AssertionError(method + ' ' + path + ": " + answer.body());
        }
        return answer.json();
    }

    /** Everything at a glance. */
    public JsonNode status() {
        return control("GET", "", "");
    }

    /** Every record of a kind that came, as {@code ce_subject} names it, deleted ones too. */
    public Set<String> created(String object) {
        var subjects = new HashSet<String>();
        control("GET", "/created?object=" + object, "")
                .path("ids")
                .forEach(id -> subjects.add(object + '/' + id.asText()));
        return subjects;
    }

    /** How often a route of the API was called and paid for, for example {@code GET /v1/recents}. */
    public long calls(String route) {
        return status().path("tokens")
                .path("by_route")
                .path(route)
                .path("calls")
                .asLong();
    }

    /** The webhooks as the sandbox knows them, without a call that counts. */
    public JsonNode webhooks() {
        return status().path("webhooks");
    }
}

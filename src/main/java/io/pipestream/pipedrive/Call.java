package io.pipestream.pipedrive;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * One operation of Pipedrive's API.
 *
 * @param path below the account's address, with its query
 * @param cost in tokens
 */
record Call(String method, String path, @Nullable JsonNode body, int cost) {

    static Call get(String path, int cost) {
        return new Call("GET", path, null, cost);
    }

    static Call get(String path, Map<String, String> query, int cost) {
        return get(path + '?' + form(query), cost);
    }

    static Call post(String path, JsonNode body, int cost) {
        return new Call("POST", path, body, cost);
    }

    static Call delete(String path, int cost) {
        return new Call("DELETE", path, null, cost);
    }

    /** Whether making it twice does no more than making it once. */
    boolean isRepeatable() {
        return !method.equals("POST");
    }

    /** As in a query or a form. */
    static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> encoded(field.getKey()) + '=' + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    static String encoded(String text) {
        // A form writes a space as a plus, which not every reader of a query takes for one.
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}

package io.pipestream.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jakarta.ws.rs.core.MultivaluedMap;
import org.jspecify.annotations.Nullable;

/**
 * What the list of a page is narrowed to, as its address has it.
 *
 * @param given only what is not blank
 */
public record Filters(Map<String, String> given) {

    static Filters of(MultivaluedMap<String, String> parameters, List<String> names) {
        var given = new LinkedHashMap<String, String>();
        for (var name : names) {
            var value = parameters.getFirst(name);
            if (value != null && !value.isBlank()) {
                given.put(name, value.strip());
            }
        }
        return new Filters(given);
    }

    /** Null if it was not given. */
    @Nullable
    String get(String name) {
        return given.get(name);
    }

    /** What its field shows. */
    public String value(String name) {
        return given.getOrDefault(name, "");
    }

    public boolean isNarrow() {
        return !given.isEmpty();
    }

    /** The address of the page with these filters. */
    String address(String path) {
        var address = new StringBuilder(path);
        given.forEach((name, value) -> address.append(address.indexOf("?") < 0 ? '?' : '&')
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, UTF_8)));
        return address.toString();
    }

    /** Likewise, with this beside them. */
    String address(String path, String name, String value) {
        var more = new LinkedHashMap<>(given);
        more.put(name, value);
        return new Filters(more).address(path);
    }
}

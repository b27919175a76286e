package io.pipestream.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** The query of a URL, made of what was given. */
final class Query {

    private final List<String> parts = new ArrayList<>();

    /** Left out if the value is null. */
    Query with(String name, @Nullable Object value) {
        if (value != null) {
            parts.add(URLEncoder.encode(name, UTF_8) + '=' + URLEncoder.encode(value.toString(), UTF_8));
        }
        return this;
    }

    Query copy() {
        var copy = new Query();
        copy.parts.addAll(parts);
        return copy;
    }

    /** With its question mark, or empty. */
    @Override
    public String toString() {
        return parts.isEmpty() ? "" : '?' + String.join("&", parts);
    }
}

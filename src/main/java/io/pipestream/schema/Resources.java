package io.pipestream.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Files that are part of the build. */
final class Resources {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Resources() {}

    /** @throws IllegalStateException if there is no such file, which is a fault of the build */
    static String text(String path) {
        var text = find(path);
        if (text == null) {
            throw new IllegalStateException("the build lacks " + path);
        }
        return text;
    }

    /** The JSON object in a file; null if there is no such file. */
    static @Nullable ObjectNode json(String path) {
        var text = find(path);
        try {
            return text == null ? null : (ObjectNode) JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(path + " is not JSON", e);
        }
    }

    private static @Nullable String find(String path) {
        try (var in = Resources.class.getResourceAsStream(path)) {
            return in == null ? null : new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be read", e);
        }
    }
}

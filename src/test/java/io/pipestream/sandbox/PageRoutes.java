package io.pipestream.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** The sandbox's own page, at {@code /}: files as they lie beside the tests, and no word from any other host. */
final class PageRoutes {

    private static final String PAGE = "page.html";

    /** All there is: nothing else of the class path can be asked for. */
    private static final List<String> PARTS =
            List.of("page.css", "page.js", "dom.js", "records.js", "trouble.js", "watch.js", "icon.svg");

    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private PageRoutes() {}

    static void add(Router root) {
        var page = read(PAGE);
        root.get("/").handler(context -> send(context, "text/html; charset=utf-8", page));
        for (var part : PARTS) {
            var file = read(part);
            root.get("/page/" + part).handler(context -> send(context, type(part), file));
        }
    }

    private static void send(RoutingContext context, String type, Buffer body) {
        context.response()
                .putHeader("content-type", type)
                .putHeader("content-security-policy", POLICY)
                .putHeader("x-content-type-options", "nosniff")
                .putHeader("referrer-policy", "no-referrer")
                // It comes from this very machine, and another version of it may be next.
                .putHeader("cache-control", "no-cache")
                .end(body);
    }

    private static String type(String part) {
        return switch (part.substring(part.lastIndexOf('.'))) {
            case ".css" -> "text/css; charset=utf-8";
            case ".svg" -> "image/svg+xml";
            default -> "text/javascript; charset=utf-8";
        };
    }

    private static Buffer read(String name) {
        try (var stream = PageRoutes.class.getResourceAsStream("/sandbox/" + name)) {
            return Buffer.buffer(
                    Objects.requireNonNull(stream, () -> name + " is missing").readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

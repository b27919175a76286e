package io.pipestream.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * Stands in for the production jar in the launcher's tests: ready at once, tells its environment, and breaks when asked
 * to. Uses nothing but the JDK, as its jar holds only this class.
 */
final class StandInService {

    private StandInService() {}

    public static void main(String[] arguments) throws IOException {
        var address = new InetSocketAddress(
                InetAddress.getLoopbackAddress(), Integer.parseInt(System.getenv("QUARKUS_HTTP_PORT")));
        var server = HttpServer.create(address, 0);
        server.createContext("/q/health/ready", exchange -> answer(exchange, "ready"));
        server.createContext("/environment", exchange -> {
            var lines = new StringBuilder();
            System.getenv()
                    .forEach((name, value) ->
                            lines.append(name).append('=').append(value).append('\n'));
            answer(exchange, lines.toString());
        });
        server.createContext("/api/connections", exchange -> answer(exchange, "{\"data\": [{\"id\": \"1\"}]}"));
        server.createContext(
                "/api/connections/1/subscriptions",
                exchange -> answer(exchange, "{\"data\": [{\"state\": \"registered\"}]}"));
        server.createContext("/break", exchange -> {
            System.out.println("the disk is on fire");
            Runtime.getRuntime().halt(3);
        });
        server.start();
    }

    /** Packs this class into a jar that {@code java -jar} runs. */
    static Path pack(Path jar) throws IOException {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, StandInService.class.getName());
        var entry = StandInService.class.getName().replace('.', '/') + ".class";
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                var bytes = StandInService.class.getResourceAsStream("/" + entry)) {
            if (bytes == null) {
                throw new IOException("no " + entry + " on the class path");
            }
            out.putNextEntry(new JarEntry(entry));
            bytes.transferTo(out);
        }
        return jar;
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(bytes);
        }
    }
}

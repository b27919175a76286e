package io.pipestream.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/**
 * Where the service is and what opens it.
 *
 * @param url     without a trailing slash
 * @param sandbox the simulated Pipedrive that it serves; null where it serves a real account, or that is not known
 */
record Target(String url, String key, @Nullable String sandbox) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A URL that is given outright comes first, then a data folder that is, then the environment, then the folder that
     * {@code ./pipestream up} uses.
     *
     * @param url    of {@code --url}
     * @param folder of {@code --data}
     */
    static Target find(@Nullable String url, @Nullable Path folder, Path usualFolder, Map<String, String> environment) {
        var inEnvironment = environment.getOrDefault("PIPESTREAM_URL", "");
        if (url != null || (folder == null && !inEnvironment.isBlank())) {
            return remote(url == null ? inEnvironment : url, environment);
        }
        return local(folder == null ? usualFolder : folder);
    }

    private static Target remote(String url, Map<String, String> environment) {
        var key = environment.getOrDefault("PIPESTREAM_API_KEY", "").strip();
        if (key.isEmpty()) {
            throw new CliException(
                    Exit.REFUSED,
                    "There is no access key for " + url + '.',
                    "Set PIPESTREAM_API_KEY; it is not taken from the command line, which other users can see.");
        }
        var sandbox = environment.getOrDefault("PIPESTREAM_SANDBOX_URL", "").strip();
        return new Target(checked(url), key, sandbox.isEmpty() ? null : checked(sandbox));
    }

    private static Target local(Path folder) {
        var file = folder.resolve("run.json");
        if (!Files.exists(file)) {
            throw new CliException(
                    Exit.UNREACHABLE,
                    "Nothing runs on " + folder + ": there is no run.json.",
                    "Start it with ./pipestream up, name its folder with --data DIR, or set PIPESTREAM_URL and PIPESTREAM_API_KEY.");
        }
        try {
            var run = JSON.readTree(file.toFile());
            return new Target(
                    checked(text(run, "service")),
                    text(run, "admin_key"),
                    run.path("sandbox").asText(null));
        } catch (IOException e) {
            throw new CliException(
                    Exit.UNREACHABLE,
                    file + " cannot be read: " + e.getMessage(),
                    "Stop the instance and start it again.");
        }
    }

    private static String text(JsonNode run, String name) {
        return run.path(name).asText("");
    }

    private static String checked(String url) {
        var trimmed = url.strip().replaceAll("/+$", "");
        try {
            var uri = URI.create(trimmed);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return trimmed;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new CliException(
                Exit.USAGE,
                "\"" + url + "\" is no address of a service.",
                "Write it as https://pipestream.example.com.");
    }

    /** Keeps the key out of logs. */
    @Override
    public String toString() {
        return "Target[" + url + ']';
    }
}

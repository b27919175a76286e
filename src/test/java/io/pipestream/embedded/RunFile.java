package io.pipestream.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.jspecify.annotations.Nullable;

/**
 * Where everything is, for scripts and for the other verbs. There while an instance is ready, removed at its end.
 *
 * @param service      base URL of the service
 * @param console      the operators' pages; opened in a browser it signs in, as it carries the key behind its {@code #}
 * @param adminKey     bearer key of the management API
 * @param sandbox      base URL of the simulated Pipedrive; null when a real account is served
 * @param sandboxToken what the sandbox takes as an API token; null when a real account is served
 * @param kafka        bootstrap servers
 * @param pid          process id of the launcher
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record RunFile(
        String service,
        String console,
        String adminKey,
        @Nullable String sandbox,
        @Nullable String sandboxToken,
        String kafka,
        Postgres postgres,
        long pid) {

    /**
     * How to reach the database.
     *
     * @param url a JDBC URL
     */
    public record Postgres(String url, String user, String password) {

        /** Keeps the password out of logs. */
        @Override
        public String toString() {
            return "Postgres[" + url + ", " + user + ']';
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    static Path in(Path folder) {
        return folder.resolve("run.json");
    }

    /** What runs on this data folder; null if nothing is ready there. */
    static @Nullable RunFile read(Path folder) throws IOException {
        var file = in(folder);
        return Files.exists(file) ? JSON.readValue(file.toFile(), RunFile.class) : null;
    }

    /** As {@link #read}, for a verb that is of no use without a running instance. */
    public static RunFile require(Path folder) throws IOException {
        var running = read(folder);
        if (running == null) {
            throw new LaunchException("Nothing runs on " + folder
                    + ": start it with ./pipestream up, or name its folder" + " with --data DIR.");
        }
        return running;
    }

    /** Writes the file in one step, readable by its owner only. */
    void write(Path folder) throws IOException {
        SecretFile.write(in(folder), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + '\n');
    }

    /** Keeps the keys out of logs. */
    @Override
    public String toString() {
        return "RunFile[" + service + ", pid " + pid + ']';
    }
}

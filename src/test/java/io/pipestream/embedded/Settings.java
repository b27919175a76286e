package io.pipestream.embedded;

import java.net.URI;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What the environment says about servers and accounts that are there already. What is null is started here.
 *
 * @param database  a database of the user's
 * @param kafka     bootstrap servers of the user's
 * @param apiToken  API token of a real Pipedrive account; null means the sandbox plays Pipedrive
 * @param publicUrl where Pipedrive reaches this service; null where the sandbox does
 * @param adminKey  the management API's key, if the user brings one
 */
record Settings(
        RunFile.@Nullable Postgres database,
        @Nullable String kafka,
        @Nullable String apiToken,
        @Nullable String publicUrl,
        @Nullable String adminKey) {

    /**
     * Reads environment variables.
     *
     * @throws LaunchException if they contradict each other
     */
    static Settings of(Map<String, String> environment) {
        var jdbcUrl = text(environment, "QUARKUS_DATASOURCE_JDBC_URL");
        var apiToken = text(environment, "PIPEDRIVE_API_TOKEN");
        var publicUrl = text(environment, "PIPESTREAM_PUBLIC_URL");
        if (apiToken != null && !isHttps(publicUrl)) {
            throw new LaunchException("PIPEDRIVE_API_TOKEN is set, so a real account is to be served: set"
                    + " PIPESTREAM_PUBLIC_URL too, the https:// address at which Pipedrive reaches this service."
                    + "\nWithout PIPEDRIVE_API_TOKEN a simulated Pipedrive is started instead.");
        }
        return new Settings(
                jdbcUrl == null
                        ? null
                        : new RunFile.Postgres(
                                jdbcUrl,
                                environment.getOrDefault("QUARKUS_DATASOURCE_USERNAME", ""),
                                environment.getOrDefault("QUARKUS_DATASOURCE_PASSWORD", "")),
                text(environment, "KAFKA_BOOTSTRAP_SERVERS"),
                apiToken,
                publicUrl,
                text(environment, "PIPESTREAM_ACCESS_ADMIN_KEY"));
    }

    /** Keeps the keys out of logs. */
    @Override
    public String toString() {
        return "Settings[database " + database + ", kafka " + kafka + ", public URL " + publicUrl + ']';
    }

    private static boolean isHttps(@Nullable String url) {
        if (url == null) {
            return false;
        }
        try {
            var uri = URI.create(url);
            return "https".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null;
        } catch (IllegalArgumentException notAUrl) {
            return false;
        }
    }

    private static @Nullable String text(Map<String, String> environment, String name) {
        var value = environment.getOrDefault(name, "").strip();
        return value.isEmpty() ? null : value;
    }
}

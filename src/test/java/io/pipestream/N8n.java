package io.pipestream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.pipestream.embedded.Durability;
import io.pipestream.embedded.EmbeddedPostgres;
import io.pipestream.embedded.Ports;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * n8n as npm has it, on loopback, with a folder and a Postgres of its own. No script of a package is run when it is installed,
 * so there is no SQLite for it, and its expressions go through the interpreter that needs nothing native.
 */
final class N8n implements AutoCloseable {

    private static final Path PACKAGE = Path.of("src/test/resources/n8n/package.json");

    /** Installed once for a checkout: it is 1.6 GB. */
    private static final Path INSTALLED = Path.of("target", "n8n").toAbsolutePath();

    private static final Duration INSTALL_LIMIT = Duration.ofMinutes(15);

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Path folder;
    private final EmbeddedPostgres postgres;
    private final int port;
    private @Nullable Process process;

    private N8n(Path folder, EmbeddedPostgres postgres, int port) {
        this.folder = folder;
        this.postgres = postgres;
        this.port = port;
    }

    /**
     * An execution that has ended.
     *
     * @param hasDoneTheWork whether it came to the workflow's last node
     * @param data           what n8n keeps of it
     */
    record Execution(String workflow, boolean isSuccess, boolean hasDoneTheWork, String data) {

        boolean isOf(String title) {
            return data.contains('"' + title + '"');
        }
    }

    /** Installs it if need be; not started yet. */
    static N8n in(Path folder) throws IOException, InterruptedException {
        install();
        Files.createDirectories(folder);
        return new N8n(folder, EmbeddedPostgres.start(folder.resolve("postgres"), 0, Durability.FAST), Ports.free());
    }

    private static void install() throws IOException, InterruptedException {
        var installed = INSTALLED.resolve("package.json");
        var done = INSTALLED.resolve("installed");
        if (Files.exists(done) && Files.readString(done).equals(Files.readString(PACKAGE))) {
            return;
        }
        Files.createDirectories(INSTALLED);
        Files.writeString(installed, Files.readString(PACKAGE));
        run(
                INSTALLED,
                INSTALLED.resolve("npm.log"),
                Map.of(),
                INSTALL_LIMIT,
                "npm",
                "install",
                "--ignore-scripts",
                "--omit=dev",
                "--no-audit",
                "--no-fund");
        Files.writeString(done, Files.readString(PACKAGE));
    }

    /** Takes a file of workflows or of credentials, as {@code n8n import} does. */
    void take(String kind, Path file) throws IOException, InterruptedException {
        n8n("import:" + kind, "--input=" + file.toAbsolutePath());
    }

    /** Starts it with every workflow active. */
    void start() throws IOException, InterruptedException {
        n8n("update:workflow", "--all", "--active=true");
        var builder = new ProcessBuilder(command("start"))
                .directory(INSTALLED.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log().toFile());
        builder.environment().putAll(settings());
        process = builder.start();
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> isReady() && Files.readString(log()).contains("Activated"));
    }

    /** Where a Webhook node listens. */
    String webhook(String path) {
        return "http://127.0.0.1:" + port + "/webhook/" + path;
    }

    Path log() {
        return folder.resolve("n8n.log");
    }

    /** All that have ended, oldest first. */
    List<Execution> executions() throws SQLException {
        try (var database = DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                var statement = database.createStatement();
                var rows = statement.executeQuery("""
                        SELECT e."workflowId", e.status, d.data FROM execution_entity e
                          JOIN execution_data d ON d."executionId" = e.id
                         WHERE e."stoppedAt" IS NOT NULL ORDER BY e.id
                        """)) {
            var executions = new ArrayList<Execution>();
            while (rows.next()) {
                var data = rows.getString(3);
                executions.add(new Execution(
                        rows.getString(1), rows.getString(2).equals("success"), data.contains("\"New deal\":"), data));
            }
            return executions;
        }
    }

    /** In HTTP/1.1: n8n never answers one who offers to go on in HTTP/2. */
    private boolean isReady() throws InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/healthz/readiness"))
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(Duration.ofSeconds(5))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private void n8n(String... arguments) throws IOException, InterruptedException {
        run(
                INSTALLED,
                folder.resolve("command.log"),
                settings(),
                LIMIT,
                command(arguments).toArray(String[]::new));
    }

    private static List<String> command(String... arguments) {
        var command = new ArrayList<>(
                List.of("node", INSTALLED.resolve("node_modules/n8n/bin/n8n").toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Nothing that it would tell or ask of the world outside; see n8n's documentation of its environment variables. */
    private Map<String, String> settings() {
        var settings = new HashMap<String, String>();
        for (var off : List.of(
                "N8N_DIAGNOSTICS_ENABLED",
                "N8N_VERSION_NOTIFICATIONS_ENABLED",
                "N8N_TEMPLATES_ENABLED",
                "N8N_PERSONALIZATION_ENABLED",
                "N8N_HIRING_BANNER_ENABLED",
                "N8N_COMMUNITY_PACKAGES_ENABLED",
                "N8N_LICENSE_AUTO_RENEW_ENABLED",
                "N8N_RUNNERS_ENABLED")) {
            settings.put(off, "false");
        }
        settings.put("N8N_DISABLE_UI", "true");
        settings.put("N8N_USER_FOLDER", folder.resolve("home").toString());
        settings.put("N8N_ENCRYPTION_KEY", "of-a-test");
        settings.put("N8N_EXPRESSION_ENGINE", "legacy");
        settings.put("N8N_LISTEN_ADDRESS", "127.0.0.1");
        settings.put("N8N_HOST", "127.0.0.1");
        settings.put("N8N_PORT", Integer.toString(port));
        settings.put("DB_TYPE", "postgresdb");
        settings.put("DB_POSTGRESDB_HOST", "127.0.0.1");
        settings.put("DB_POSTGRESDB_PORT", Integer.toString(postgres.port()));
        settings.put("DB_POSTGRESDB_DATABASE", postgres.jdbcUrl().replaceAll(".*/", ""));
        settings.put("DB_POSTGRESDB_USER", postgres.user());
        settings.put("DB_POSTGRESDB_PASSWORD", postgres.password());
        return settings;
    }

    private static void run(Path folder, Path log, Map<String, String> environment, Duration limit, String... command)
            throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        var process = builder.start();
        try {
            var hasEnded = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (!hasEnded || process.exitValue() != 0) {
                var text = Files.readString(log, UTF_8);
                throw new AssertionError(String.join(" ", command)
                        + (hasEnded ? " failed: " : " did not end: ")
                        + text.substring(Math.max(0, text.length() - 2_000)));
            }
        } finally {
            process.destroyForcibly();
        }
    }

    @Override
    public void close() throws IOException {
        if (process != null) {
            process.destroy();
            try {
                if (!process.waitFor(30, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
        postgres.close();
    }
}

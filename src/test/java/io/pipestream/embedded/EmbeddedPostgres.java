package io.pipestream.embedded;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

import org.apache.commons.io.FileUtils;

/**
 * A real PostgreSQL 17 on loopback, unpacked from a Maven artefact. Its data stay in the folder it is given; its log is
 * {@code logs/postgres.log} there. Whoever starts it stops it: it registers no shutdown hook, because the service that uses
 * it must be stopped first.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    /** The version of the binaries in the build file. */
    public static final String VERSION = "17.11";

    static final String USER = "pipestream";
    private static final String DATABASE = "pipestream";

    /** A data directory can only be opened by the major version that made it. */
    private static final String CLUSTER = "postgres-17";

    /** Written after the first start: without it the cluster is half-made by a start that was cut off. */
    private static final String COMPLETE = "pipestream.complete";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path cluster;
    private final io.zonky.test.db.postgres.embedded.EmbeddedPostgres server;
    private final String password;

    private EmbeddedPostgres(
            Path cluster, io.zonky.test.db.postgres.embedded.EmbeddedPostgres server, String password) {
        this.cluster = cluster;
        this.server = server;
        this.password = password;
    }

    /**
     * Starts the server, after stopping one that a killed run left on the same folder.
     *
     * @param folder keeps the cluster, the password and the log; made if it is not there
     * @param port   on 127.0.0.1; 0 picks a free one
     */
    public static EmbeddedPostgres start(Path folder, int port, Durability durability) throws IOException {
        Files.createDirectories(folder);
        stopOrphan(folder);
        var cluster = folder.resolve(CLUSTER);
        if (!Files.exists(cluster.resolve(COMPLETE))) {
            FileUtils.deleteDirectory(cluster.toFile());
        }
        var passwordFile = folder.resolve("postgres.password");
        var password = SecretFile.readOrCreate(passwordFile, "");
        var log = Files.createDirectories(folder.resolve("logs")).resolve("postgres.log");
        var server = io.zonky.test.db.postgres.embedded.EmbeddedPostgres.builder()
                .setDataDirectory(cluster)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPort(port == 0 ? Ports.free() : port)
                .setPGStartupWait(PATIENCE)
                .setOutputRedirector(Redirect.appendTo(log.toFile()))
                // These go to initdb as its last options, so they win over the library's "trust everybody". A fixed
                // locale makes a machine with a broken LANG work and sorts alike everywhere.
                .setLocaleConfig("auth", "scram-sha-256")
                .setLocaleConfig("pwfile", passwordFile.toAbsolutePath().toString())
                .setLocaleConfig("locale", "C")
                .setLocaleConfig("locale-provider", "builtin")
                .setLocaleConfig("builtin-locale", "C.UTF-8")
                .setConnectConfig("password", password)
                .setServerConfig("listen_addresses", "127.0.0.1")
                // No socket in a shared temporary folder: two servers on one port number would meet there.
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("fsync", durability.onOff())
                .setServerConfig("synchronous_commit", durability.onOff())
                .setServerConfig("full_page_writes", durability.onOff())
                // A checkpoint every few seconds under load would write each page in full again and again.
                .setServerConfig("max_wal_size", "2GB")
                // Every event looks up its key in an index that has no newest end. With the index in memory, and back
                // there
                // after a restart, the lookup does not wait for the disk.
                .setServerConfig("shared_buffers", durability.bufferMegabytes() + "MB")
                .setServerConfig("shared_preload_libraries", "pg_prewarm")
                .start();
        var started = new EmbeddedPostgres(cluster, server, password);
        try {
            started.createDatabase();
            Files.writeString(cluster.resolve(COMPLETE), VERSION + '\n');
            return started;
        } catch (SQLException e) {
            started.close();
            throw new IOException("PostgreSQL started but its database could not be made; see " + log, e);
        }
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + server.getPort() + '/' + DATABASE;
    }

    /** The owner of the database; not a superuser. */
    public String user() {
        return USER;
    }

    public String password() {
        return password;
    }

    public int port() {
        return server.getPort();
    }

    /** Ends open connections and stops the server; returns when its process is gone. */
    @Override
    public void close() throws IOException {
        // The library waits five seconds for the pid file to go and then only logs. A large checkpoint takes longer,
        // and
        // the process outlives the file by a moment.
        stopPostmaster(cluster);
        server.close();
    }

    /** Whether its main process is there; it ends by itself when it cannot write. */
    public boolean isRunning() throws IOException {
        return postmaster(cluster).isPresent();
    }

    /** Ends all processes of the server as a power cut would (SIGKILL); returns when they are gone. */
    public void kill() throws IOException {
        var postmaster = postmaster(cluster).orElse(null);
        if (postmaster != null) {
            // Stopped first, or it would start anew what dies before it.
            Processes.signal(postmaster, "STOP");
            var all = Stream.concat(postmaster.descendants(), Stream.of(postmaster))
                    .toList();
            all.forEach(ProcessHandle::destroyForcibly);
            for (var process : all) {
                if (!Processes.ended(process, Duration.ofSeconds(10))) {
                    throw new IOException("process " + process.pid() + " of PostgreSQL does not die");
                }
            }
        }
        // Only lets go of its lock on the folder.
        server.close();
    }

    private void createDatabase() throws SQLException {
        try (var connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            try (var rows = statement.executeQuery("select 1 from pg_roles where rolname = '" + USER + "'")) {
                if (!rows.next()) {
                    // The password is URL-safe base64: nothing in it needs quoting.
                    statement.execute("create role " + USER + " login password '" + password + "'");
                }
            }
            try (var rows = statement.executeQuery("select 1 from pg_database where datname = '" + DATABASE + "'")) {
                if (!rows.next()) {
                    statement.execute("create database " + DATABASE + " owner " + USER);
                }
            }
        }
    }

    /** Stops the server that a killed run left on this folder, if there is one, and so frees its port. */
    static void stopOrphan(Path folder) throws IOException {
        stopPostmaster(folder.resolve(CLUSTER));
    }

    /** The server that runs on this folder, whoever started it. */
    static Optional<ProcessHandle> running(Path folder) throws IOException {
        return postmaster(folder.resolve(CLUSTER));
    }

    /** Fast first; then at the price of a recovery at the next start. */
    private static void stopPostmaster(Path cluster) throws IOException {
        var postmaster = postmaster(cluster).orElse(null);
        if (postmaster == null) {
            return;
        }
        Processes.signal(postmaster, "INT");
        if (!Processes.ended(postmaster, Duration.ofSeconds(30))) {
            Processes.signal(postmaster, "QUIT");
            if (!Processes.ended(postmaster, Duration.ofSeconds(10))) {
                postmaster.destroyForcibly();
            }
        }
    }

    /** The running postmaster of this cluster. The number in an old file may be another program's by now. */
    private static Optional<ProcessHandle> postmaster(Path cluster) throws IOException {
        var pidFile = cluster.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        var pid = Files.readString(pidFile).lines().findFirst().orElse("").strip();
        if (!pid.matches("\\d+")) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(pid))
                .filter(process -> process.info().command().orElse("").endsWith("postgres"));
    }
}

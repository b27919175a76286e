package io.pipestream.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;

import io.pipestream.embedded.Durability;
import io.pipestream.embedded.EmbeddedPostgres;
import io.pipestream.embedded.RunFile;
import org.jspecify.annotations.Nullable;

/** One database that is killed and started again on the same data and port. */
final class PostgresServer implements AutoCloseable {

    private static final long LARGEST_LOG = 20_000_000;

    private static final int STARTS = 5;

    private final Path folder;
    private final int port;
    private volatile @Nullable EmbeddedPostgres server;

    PostgresServer(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    EmbeddedPostgres start() throws IOException, InterruptedException {
        setLogAside();
        for (int left = STARTS; ; left--) {
            try {
                var started = EmbeddedPostgres.start(folder, port, Durability.DURABLE);
                server = started;
                return started;
            } catch (IOException e) {
                if (left == 1) {
                    throw e;
                }
                TimeUnit.SECONDS.sleep(1);
            }
        }
    }

    void kill() throws IOException {
        running().kill();
    }

    /** Starts it again if it has ended by itself. */
    void ensureRunning() throws IOException, InterruptedException {
        if (!running().isRunning()) {
            kill(); // what is left of it
            start();
        }
    }

    int port() {
        return port;
    }

    RunFile.Postgres address() {
        var known = running();
        return new RunFile.Postgres(known.jdbcUrl(), known.user(), known.password());
    }

    @Override
    public void close() throws IOException {
        if (server != null) {
            running().close();
        }
    }

    private EmbeddedPostgres running() {
        var known = server;
        if (known == null) {
            throw new IllegalStateException("not started");
        }
        return known;
    }

    /** Clients that knock while it recovers fill its log. */
    private void setLogAside() throws IOException {
        var log = folder.resolve("logs").resolve("postgres.log");
        if (Files.exists(log) && Files.size(log) > LARGEST_LOG) {
            Files.move(log, log.resolveSibling("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}

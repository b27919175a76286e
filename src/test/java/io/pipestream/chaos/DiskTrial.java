package io.pipestream.chaos;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.apache.commons.io.FileUtils;

/** Fills the disk of Postgres under load, keeps it full for a while, and gives the space back. */
final class DiskTrial {

    private static final long MEGABYTE = 1_000_000;
    private static final long SMALLEST = 200 * MEGABYTE;
    private static final long LARGEST = 4_000 * MEGABYTE;

    /** What is left to Postgres before the load begins. */
    private static final long ROOM = 48 * MEGABYTE;

    private static final Duration FULL_LIMIT = Duration.ofMinutes(3);
    private static final Duration FULL_FOR = Duration.ofSeconds(8);
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final Path folder;
    private final Path disk;
    private final Path jar;
    private final Consumer<String> progress;

    /** What came of it; {@code unsettled} is empty if everything was done in time. */
    record Outcome(Answers.Count answers, Findings findings, String unsettled) {

        boolean isGood() {
            return findings.isClean() && unsettled.isEmpty();
        }
    }

    /**
     * One that is not begun.
     *
     * @param folder keeps what is not on the small disk; empty or missing
     * @param disk   a folder on a small file system of its own, which is filled
     */
    DiskTrial(Path folder, Path disk, Path jar, Consumer<String> progress) {
        this.folder = folder;
        this.disk = disk;
        this.jar = jar;
        this.progress = progress;
    }

    Outcome run() throws IOException, InterruptedException, SQLException {
        var store = smallStore();
        var ledger = new Ledger();
        var answers = new Answers();
        var outages = new Outages();
        var database = Files.createTempDirectory(disk, "postgres");
        try (var cluster = Cluster.start(new Cluster.Plan(folder, database, jar, 2, Map.of()));
                var load = new Load(ledger, answers, outages, cluster.doors(), cluster.replicas(), 300)) {
            var ballast = fill(store);
            outages.begin(new Outages.What(Kind.Target.POSTGRES, 0)); // it may say no from any moment on
            load.start(60);
            progress.accept("loading until the disk of Postgres is full");
            awaitStandstill(new JournalScan(cluster.database()));
            progress.accept("full: " + answers.count());
            TimeUnit.NANOSECONDS.sleep(FULL_FOR.toNanos());
            Files.delete(ballast);
            cluster.postgres().ensureRunning();
            outages.end(new Outages.What(Kind.Target.POSTGRES, 0));
            progress.accept("there is space again: " + answers.count());
            var goal = ledger.answered() + 1_000;
            var flows = await(LIMIT, () -> ledger.answered() >= goal);
            var isAnswered = load.finish(LIMIT);
            var missing = new Settling(cluster.database(), cluster.bootstrapServers()).await(ledger.answered(), LIMIT);
            return new Outcome(
                    answers.count(),
                    new Checker(cluster.database(), cluster.bootstrapServers()).check(ledger.chains()),
                    flows && isAnswered ? missing : "deliveries are not answered although there is space again");
        } finally {
            FileUtils.deleteDirectory(database.toFile());
        }
    }

    /** A disk that somebody needs is not to be filled. */
    private FileStore smallStore() throws IOException {
        var store = Files.getFileStore(disk);
        if (store.getTotalSpace() < SMALLEST || store.getTotalSpace() > LARGEST) {
            throw new IOException(disk + " is on a file system of " + store.getTotalSpace() / MEGABYTE
                    + " MB; one of 200 MB to 4 GB that nobody else needs is filled, and no other");
        }
        return store;
    }

    private Path fill(FileStore store) throws IOException {
        var ballast = disk.resolve("ballast");
        var megabyte = new byte[(int) MEGABYTE];
        try (var out = Files.newOutputStream(ballast)) {
            while (store.getUsableSpace() > ROOM) {
                out.write(megabyte);
            }
        }
        return ballast;
    }

    /** Waits until nothing comes into the journal any more. */
    private static void awaitStandstill(JournalScan journal) throws InterruptedException {
        var seen = new Object() {
            private long count = -1;
            private long since = System.nanoTime();
        };
        var isFull = await(FULL_LIMIT, () -> {
            var now = count(journal);
            if (now > seen.count) {
                seen.count = now;
                seen.since = System.nanoTime();
            }
            return System.nanoTime() - seen.since > Duration.ofSeconds(4).toNanos();
        });
        if (!isFull) {
            throw new IllegalStateException("the disk did not become full");
        }
    }

    private static long count(JournalScan journal) {
        try {
            return journal.count("event");
        } catch (SQLException e) {
            return -1; // it has stopped by itself
        }
    }

    private static boolean await(Duration atMost, BooleanSupplier wanted) throws InterruptedException {
        var deadline = System.nanoTime() + atMost.toNanos();
        while (!wanted.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
        return true;
    }
}

package io.pipestream.retention;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;

import io.pipestream.journal.LineRepository;
import io.pipestream.journal.PartitionRepository;
import io.pipestream.journal.RetentionConfig;
import io.pipestream.journal.TimeRange;
import io.pipestream.platform.Lease;
import io.pipestream.platform.PostgresException;
import io.pipestream.retention.Archive.State;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Reads archives back that somebody has asked for, one at a time. What is committed is noted, so a restore that was cut off
 * goes on there; a row that is there already stays as it is.
 */
@Singleton
class Restorer {

    private static final Logger LOG = Logger.getLogger(Restorer.class);

    private static final Duration HELD = Duration.ofMinutes(5);

    private static final int MOST_ROWS = 500;

    private static final int MOST_CHARACTERS = 4_000_000;

    private final ArchiveRepository archives;
    private final LineRepository journal;
    private final PartitionRepository partitions;
    private final RetentionConfig config;
    private final Lease lease;
    private final Clock clock;

    Restorer(
            ArchiveRepository archives,
            LineRepository journal,
            PartitionRepository partitions,
            RetentionConfig config,
            Lease lease,
            Clock clock) {
        this.archives = archives;
        this.journal = journal;
        this.partitions = partitions;
        this.config = config;
        this.lease = lease;
        this.clock = clock;
    }

    @Scheduled(every = "2s", concurrentExecution = ConcurrentExecution.SKIP)
    void tick() {
        try {
            var wanted = archives.all().stream()
                    .filter(archive -> archive.state() == State.RESTORING)
                    .toList();
            if (!wanted.isEmpty()) {
                lease.ifFree("restore", HELD, held -> wanted.forEach(archive -> restore(archive, held::renew)));
            }
        } catch (PostgresException | HttpProblem e) {
            LOG.debugf(e, "restore interrupted; it goes on with the next look");
        }
    }

    private void restore(Archive archive, Runnable stillMine) {
        try {
            var file = new ArchiveFile(folder(), archive.name());
            if (!Files.exists(file.path())) {
                throw new IOException(file.path() + " is not there");
            }
            if (!file.read(line -> {}).sha256().equals(archive.sha256())) {
                throw new IOException(file.path() + " has another SHA-256 than was noted when it was written");
            }
            var batch = new Batch(archive, stillMine);
            file.read(batch::add);
            batch.flush();
            archives.end(archive.name(), State.RESTORED, null);
            LOG.infof("archive restored archive=%s rows=%d", archive.name(), archive.rows());
        } catch (IOException e) {
            fail(archive, String.valueOf(e.getMessage()), e);
        } catch (PostgresException e) {
            if (!e.isCausedByTheValues()) {
                throw e;
            }
            fail(archive, "Postgres refuses a row of it; the log has its words", e);
        }
    }

    private void fail(Archive archive, String problem, Exception cause) {
        LOG.warnf(cause, "archive not restored archive=%s", archive.name());
        archives.end(archive.name(), State.FAILED, problem);
    }

    private Path folder() throws IOException {
        return config.archive()
                .orElseThrow(() -> new IOException("pipestream.journal.archive is not set; name the archive's folder"));
    }

    /** Lines that are stored together; those of before a crash are passed over. */
    private final class Batch {

        private final Archive archive;
        private final Runnable stillMine;
        private final ArrayList<String> lines = new ArrayList<>();
        private long characters;
        private long read;

        Batch(Archive archive, Runnable stillMine) {
            this.archive = archive;
            this.stillMine = stillMine;
        }

        void add(String line) {
            read++;
            if (read <= archive.restoredRows()) {
                return;
            }
            lines.add(line);
            characters += line.length();
            if (lines.size() == MOST_ROWS || characters > MOST_CHARACTERS) {
                flush();
            }
        }

        void flush() {
            stillMine.run();
            if (!lines.isEmpty()) {
                journal.restore(archive.of().parent(), lines);
            }
            partitions.keep(archive.of().parent(), range(), clock.instant().plus(config.keepRestored()));
            archives.restored(archive.name(), read);
            lines.clear();
            characters = 0;
        }

        private TimeRange range() {
            return new TimeRange(archive.from() == null ? Instant.EPOCH : archive.from(), archive.until());
        }
    }
}

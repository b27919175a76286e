package io.pipestream.retention;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.pipestream.journal.LineRepository;
import io.pipestream.journal.LineRepository.Contents;
import io.pipestream.journal.Partition;
import io.pipestream.retention.Archive.Kind;
import io.pipestream.retention.Archive.State;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Writes a partition to a file, once for the same contents, and believes the file only after it has read it back. */
@Singleton
class Archiver {

    private static final Logger LOG = Logger.getLogger(Archiver.class);

    private static final int CHUNK = 2_000;

    private final LineRepository journal;
    private final ArchiveRepository archives;
    private final Clock clock;
    private final ObjectWriter json;

    Archiver(LineRepository journal, ArchiveRepository archives, Clock clock, ObjectMapper json) {
        this.journal = journal;
        this.archives = archives;
        this.clock = clock;
        this.json = json.writerWithDefaultPrettyPrinter();
    }

    /**
     * Returns when there is a file in the folder that has every row of the partition, and a manifest beside it.
     *
     * @param stillMine is asked between chunks whether to go on, and throws if not
     * @throws UncheckedIOException the file could not be written or is not what was written
     */
    void archive(Partition partition, Path folder, Runnable stillMine) {
        var contents = journal.contents(partition);
        if (contents.rows() == 0 || isWritten(partition, contents, folder)) {
            return;
        }
        try {
            Files.createDirectories(folder);
            var name = freeName(partition, folder);
            var file = new ArchiveFile(folder, name);
            try {
                var archive = archive(name, partition, contents, write(partition, contents, file, stillMine));
                writeManifest(folder, archive);
                archives.add(archive);
            } catch (IOException | RuntimeException e) {
                Files.deleteIfExists(file.path());
                throw e;
            }
            LOG.infof("partition archived table=%s rows=%d archive=%s", partition.name(), contents.rows(), name);
        } catch (IOException e) {
            throw new UncheckedIOException("archiving " + partition.name(), e);
        }
    }

    private ArchiveFile.Content write(Partition partition, Contents contents, ArchiveFile file, Runnable stillMine)
            throws IOException {
        var written = file.write(lines -> copy(partition, lines, stillMine));
        if (written.lines() != contents.rows()) {
            throw new IOException(partition.name() + " has changed while it was written");
        }
        if (!file.read(line -> {}).equals(written)) {
            throw new IOException(file.path() + " is not what was written to it");
        }
        return written;
    }

    /** One that was restored and has not changed need not be written again. */
    private boolean isWritten(Partition partition, Contents contents, Path folder) {
        return archives.all().stream()
                .filter(archive -> archive.of().parent() == partition.parent()
                        && archive.rows() == contents.rows()
                        && archive.first().equals(contents.first())
                        && archive.last().equals(contents.last()))
                .anyMatch(archive -> isWhole(new ArchiveFile(folder, archive.name()), archive));
    }

    private static boolean isWhole(ArchiveFile file, Archive archive) {
        try {
            return Files.exists(file.path()) && file.read(line -> {}).sha256().equals(archive.sha256());
        } catch (IOException e) {
            LOG.warnf(e, "archive cannot be read; it is written again archive=%s", archive.name());
            return false;
        }
    }

    /** Never the name of another archive: a partition of the same time may have been dropped before, with other rows. */
    private String freeName(Partition partition, Path folder) {
        var kind = Kind.of(partition.parent()).word();
        var base = kind
                + partition
                        .name()
                        .substring(partition.parent().table().length())
                        .replace('_', '-');
        var taken = archives.all().stream().map(Archive::name).toList();
        for (int part = 1; ; part++) {
            var name = part == 1 ? base : base + "-" + part;
            if (!taken.contains(name) && !Files.exists(new ArchiveFile(folder, name).path())) {
                return name;
            }
        }
    }

    private void copy(Partition partition, ArchiveFile.Lines lines, Runnable stillMine) {
        var last = "";
        do {
            stillMine.run();
            last = journal.read(partition, last, CHUNK, line -> {
                try {
                    lines.each(line);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } while (!last.isEmpty());
    }

    private Archive archive(String name, Partition partition, Contents contents, ArchiveFile.Content written) {
        var from = partition.range().from();
        return new Archive(
                name,
                Kind.of(partition.parent()),
                from.isBefore(Instant.EPOCH) ? null : from,
                partition.range().until(),
                contents.rows(),
                contents.first(),
                contents.last(),
                written.sha256(),
                written.bytes(),
                clock.instant(),
                State.STORED,
                0,
                null);
    }

    /** For whoever finds the folder without the database. */
    private void writeManifest(Path folder, Archive archive) throws IOException {
        var part = folder.resolve(archive.name() + ".json.part");
        Files.writeString(part, json.writeValueAsString(new Manifest(archive)) + '\n');
        Files.move(part, folder.resolve(archive.name() + ".json"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** What the manifest says; its members are a promise to scripts. */
    record Manifest(
            int format, Kind of, Instant until, long rows, String first, String last, String sha256, long bytes) {

        Manifest(Archive it) {
            this(1, it.of(), it.until(), it.rows(), it.first(), it.last(), it.sha256(), it.bytes());
        }
    }
}

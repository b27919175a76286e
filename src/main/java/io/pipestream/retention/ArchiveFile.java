package io.pipestream.retention;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;

/**
 * A file of lines, compressed with zstd. It has another name until all of it is on the disk, so what has its name is whole.
 */
final class ArchiveFile {

    private static final String ENDING = ".ndjson.zst";

    private final Path path;

    ArchiveFile(Path folder, String name) {
        this.path = folder.resolve(name + ENDING);
    }

    Path path() {
        return path;
    }

    /** What is in a file. */
    record Content(long lines, String sha256, long bytes) {}

    /** Takes line by line. */
    interface Lines {
        void each(String line) throws IOException;
    }

    /** Gives line by line. */
    interface Source {
        void to(Lines lines) throws IOException;
    }

    /** Writes all lines, and returns when they are on the disk under the file's name. */
    Content write(Source source) throws IOException {
        var part = path.resolveSibling(path.getFileName() + ".part");
        var digest = sha256();
        var written = new Counter();
        try (var channel = FileChannel.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            var kept = new KeptOpen(new DigestOutputStream(Channels.newOutputStream(channel), digest));
            try (var out = new ZstdOutputStream(new BufferedOutputStream(kept, 1 << 16))) {
                out.setChecksum(true);
                source.to(line -> {
                    out.write(line.getBytes(StandardCharsets.UTF_8));
                    out.write('\n');
                    written.lines++;
                });
            }
            channel.force(true);
        }
        Files.move(part, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (var folder = FileChannel.open(path.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
        return new Content(written.lines, HexFormat.of().formatHex(digest.digest()), Files.size(path));
    }

    /** Reads all lines from the disk. */
    Content read(Lines lines) throws IOException {
        var digest = sha256();
        long count = 0;
        try (var file = new DigestInputStream(new BufferedInputStream(Files.newInputStream(path), 1 << 16), digest)) {
            var reader = new BufferedReader(new InputStreamReader(new ZstdInputStream(file), StandardCharsets.UTF_8));
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.each(line);
                count++;
            }
            file.transferTo(OutputStream.nullOutputStream());
        }
        return new Content(count, HexFormat.of().formatHex(digest.digest()), Files.size(path));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static final class Counter {
        private long lines;
    }

    /** Lets the compressor end its frame and close, and leaves the file open to be forced to the disk. */
    private static final class KeptOpen extends FilterOutputStream {

        KeptOpen(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}

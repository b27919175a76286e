package io.pipestream.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.jspecify.annotations.Nullable;

/** The folder an instance keeps everything in between runs; locked, so that it has one instance at a time. */
final class DataFolder implements AutoCloseable {

    private final Path folder;
    private final FileChannel lockFile;

    private DataFolder(Path folder, FileChannel lockFile) {
        this.folder = folder;
        this.lockFile = lockFile;
    }

    /**
     * Takes the folder; makes it if it is not there.
     *
     * @throws LaunchException if another instance has it, saying which and where that one answers
     */
    static DataFolder lock(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("logs"));
        var file = folder.resolve("lock");
        var channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            var holder = Files.readString(file).strip();
            channel.close();
            throw new LaunchException(inUse(folder, holder));
        }
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8)));
        // Whoever held the lock is gone, so what it said of itself is no longer true.
        Files.deleteIfExists(RunFile.in(folder));
        return new DataFolder(folder, channel);
    }

    Path path() {
        return folder;
    }

    Path log(String name) {
        return folder.resolve("logs").resolve(name);
    }

    Path adminKeyFile() {
        return folder.resolve("admin.key");
    }

    Path servicePidFile() {
        return folder.resolve("service.pid");
    }

    /** Removes the run file and lets the next instance in. */
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(RunFile.in(folder));
        lockFile.close();
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldInThisProcess) {
            return null;
        }
    }

    private static String inUse(Path folder, String holder) throws IOException {
        var running = RunFile.read(folder);
        return "Pipestream already runs on " + folder + " (process " + holder + ")"
                + (running == null ? "; it is not ready yet." : " at " + running.service() + '.')
                + "\nStop it, or give this one a folder and ports of its own: --data DIR --port 0";
    }
}

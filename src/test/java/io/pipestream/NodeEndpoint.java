package io.pipestream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.pipestream.embedded.Ports;
import io.pipestream.support.Tool;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** docs/examples/verify.mjs as a receiver of hooks, with the public library in JavaScript. */
final class NodeEndpoint implements AutoCloseable {

    private static final String LIBRARY = "standardwebhooks@1.1.1";

    private static final Pattern TAKEN = Pattern.compile("(?m)^(?:new|again) (\\S+) ");

    private final Path folder;
    private final int port = Ports.free();
    private @Nullable Process process;

    private NodeEndpoint(Path folder) {
        this.folder = folder;
    }

    /** Not started yet; null where there is no npm, or where it has not got the library. */
    static @Nullable NodeEndpoint in(Path folder) throws IOException, InterruptedException {
        if (!Tool.isThere("npm")) {
            return null;
        }
        Files.createDirectories(folder);
        Files.copy(Path.of("docs/examples/verify.mjs"), folder.resolve("verify.mjs"));
        var install = new ProcessBuilder("npm", "install", "--no-audit", "--no-fund", LIBRARY)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("npm.log").toFile())
                .start();
        return install.waitFor(60, TimeUnit.SECONDS) && install.exitValue() == 0 ? new NodeEndpoint(folder) : null;
    }

    String url() {
        return "http://127.0.0.1:" + port + "/node";
    }

    /** Starts it with the secret it is to verify with; anew if it runs. */
    void start(String secret) throws IOException {
        close();
        var log = folder.resolve("node.log");
        var builder = new ProcessBuilder("node", "verify.mjs")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("HOOK_SECRET", secret);
        builder.environment().put("PORT", Integer.toString(port));
        var before = log().split("listening on", -1).length;
        process = builder.start();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> log().split("listening on", -1).length > before);
    }

    /** The {@code webhook-id}s of all calls that it verified. */
    Set<String> taken() throws IOException {
        return TAKEN.matcher(log()).results().map(found -> id(found)).collect(Collectors.toSet());
    }

    private static String id(MatchResult found) {
        return String.valueOf(found.group(1));
    }

    /** What it printed, since it was started first. */
    String log() throws IOException {
        var log = folder.resolve("node.log");
        return Files.exists(log) ? Files.readString(log) : "";
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroy();
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !isRunning());
        }
    }

    private boolean isRunning() {
        return process != null && process.isAlive();
    }
}

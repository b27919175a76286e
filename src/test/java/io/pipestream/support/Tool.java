package io.pipestream.support;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A program that a machine may have or not. */
public final class Tool {

    private static final long PATIENCE_SECONDS = 120;

    private Tool() {}

    /** What a program left: its exit code, and what it printed to either stream. */
    public record Result(int exitCode, String output) {}

    public static boolean isThere(String name) {
        var path = System.getenv("PATH");
        return path != null
                && Pattern.compile(Pattern.quote(File.pathSeparator))
                        .splitAsStream(path)
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    }

    /** Runs a program in the repository's folder to its end. */
    public static Result run(List<String> command) throws IOException, InterruptedException {
        return run(command, Map.of());
    }

    /** Likewise, with these variables beside those that there are. */
    public static Result run(List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        var output = Files.createTempFile("tool", ".out");
        try {
            var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            var process = builder.start();
            try {
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    throw new IllegalStateException(command + " did not end: " + Files.readString(output));
                }
                return new Result(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
            } finally {
                process.destroyForcibly();
            }
        } finally {
            Files.deleteIfExists(output);
        }
    }
}

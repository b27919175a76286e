package io.pipestream.cli;

import java.nio.file.Path;

/** The verb {@code doctor} on a service, for tests of what the doctor finds. */
public final class Doctor {

    private Doctor() {}

    /** What it printed, and its exit code. */
    public record Result(int exit, String out) {}

    /** Runs it with a run file that it writes into the folder. */
    public static Result run(Path folder, String service, String key) {
        var result = Shell.of(folder, service, key, null).run("doctor");
        return new Result(result.exit(), result.out());
    }
}

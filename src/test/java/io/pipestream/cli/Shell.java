package io.pipestream.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import io.pipestream.embedded.Launcher;
import org.jspecify.annotations.Nullable;

/** Runs a verb as the entry script does, in this process, on a data folder. */
record Shell(Path data) {

    /** What a verb printed, and its exit code. */
    record Result(int exit, String out, String err) {

        JsonNode json() {
            return read(out);
        }

        List<JsonNode> lines() {
            return out.lines().map(Result::read).toList();
        }

        private static JsonNode read(String text) {
            try {
                return Api.JSON.readTree(text);
            } catch (IOException e) {
                throw new UncheckedIOException("not JSON: " + text, e);
            }
        }
    }

    /** With a run file as {@code ./pipestream up} writes it. */
    static Shell of(Path folder, String service, String key, @Nullable String sandbox) {
        var run = Api.JSON
                .createObjectNode()
                .put("service", service)
                .put("admin_key", key)
                .put("sandbox", sandbox);
        try {
            Files.writeString(folder.resolve("run.json"), run.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Shell(folder);
    }

    /** @param words the verb and what belongs to it; {@code --data} is added */
    Result run(String... words) {
        var arguments = new ArrayList<>(List.of(words));
        arguments.add("--data");
        arguments.add(data.toString());
        var out = new StringWriter();
        var err = new StringWriter();
        var all = arguments.toArray(String[]::new);
        var exit = Launcher.commandLine(all)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
        return new Result(exit, out.toString(), err.toString());
    }
}

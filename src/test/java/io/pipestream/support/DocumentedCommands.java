package io.pipestream.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The commands of a document: its fenced blocks of {@code sh}, in their order.
 *
 * @param commands     as they stand there
 * @param whyNotRun    what the comment right before the block says; null if it is to be run
 */
public record DocumentedCommands(String commands, @Nullable String whyNotRun) {

    private static final Pattern BLOCK =
            Pattern.compile("(?:^<!-- not run: (.+?) -->\\n)?^```sh\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    /** An indented block that begins like a command: it would be run by nobody. */
    private static final Pattern UNFENCED = Pattern.compile(
            "(?:^|\\n)\\n    ((?:\\./pipestream|curl|mvn|java|docker|podman|kubectl|export|deploy/)[^\\n]*)");

    public static List<DocumentedCommands> in(Path document) throws IOException {
        return BLOCK.matcher(Files.readString(document))
                .results()
                .map(block -> new DocumentedCommands(Objects.requireNonNull(block.group(2)), block.group(1)))
                .toList();
    }

    /** The first lines of blocks that are no fenced ones. */
    public static List<String> unfenced(Path document) throws IOException {
        return UNFENCED.matcher(Files.readString(document))
                .results()
                .map(block -> Objects.requireNonNull(block.group(1)))
                .toList();
    }

    public boolean isRun() {
        return whyNotRun == null;
    }

    /** Whether the block starts everything, and so ends only when everything does. */
    public boolean isUp() {
        return commands.strip().equals("./pipestream up");
    }
}

package io.pipestream.cli;

import java.util.List;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./pipestream gaps}. */
@Command(
        name = "gaps",
        mixinStandardHelpOptions = true,
        description = "Times in which webhooks could not be heard, and whether that is repaired.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = GapsCommand.Lister.class)
final class GapsCommand {

    private static final List<Column> COLUMNS = List.of(
            Column.of("FROM", "from"),
            Column.of("TO", "to"),
            Column.of("CAUSE", "cause"),
            Column.of("STATE", "state"),
            Column.of("FOUND", "found"),
            Column.of("CLOSED", "closed_at"),
            Column.of("DETAIL", "detail"));

    @Command(
            name = "list",
            description = "Gaps, the one that was noticed last first.",
            footer = {"", "Example:", "  ./pipestream gaps list --state open"})
    static final class Lister extends PagedVerb {

        @Option(names = "--state", paramLabel = "S", description = "blind, open or closed")
        private @Nullable String state;

        @Override
        public Integer call() {
            return show("/api/gaps", new Query().with("state", state), COLUMNS, "No gaps.");
        }
    }
}

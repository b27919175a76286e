package io.pipestream.embedded;

import java.nio.file.Path;

import io.pipestream.bench.BenchCommand;
import io.pipestream.chaos.ChaosCommand;
import io.pipestream.schema.SchemasCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line behind {@code ./pipestream}. */
@Command(
        name = "pipestream",
        description = "What happens in a Pipedrive account, as an event stream on Kafka.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            UpCommand.class,
            ConsumeCommand.class,
            KeyCommand.class,
            SchemasCommand.class,
            BenchCommand.class,
            ChaosCommand.class
        })
final class Launcher {

    /** Where the entry script lives; it hands the path over, since it may be called from anywhere. */
    static final Path HOME =
            Path.of(System.getProperty("pipestream.home", "")).toAbsolutePath().normalize();

    /** What the verbs use when no {@code --data} is given. */
    static final Path DATA = HOME.resolve("data");

    private Launcher() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    private static int run(String... arguments) {
        return new CommandLine(new Launcher())
                .setUsageHelpWidth(110)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (failure instanceof LaunchException) {
                        System.err.println(
                                CommandLine.Help.Ansi.AUTO.string("@|bold,red error:|@ ") + failure.getMessage());
                        return 1;
                    }
                    throw failure;
                })
                .execute(arguments);
    }
}

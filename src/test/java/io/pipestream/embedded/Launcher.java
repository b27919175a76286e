package io.pipestream.embedded;

import java.nio.file.Path;
import java.util.List;

import io.pipestream.bench.BenchCommand;
import io.pipestream.bulk.GenerateCommand;
import io.pipestream.chaos.ChaosCommand;
import io.pipestream.cli.Cli;
import io.pipestream.sandbox.SandboxCommand;
import io.pipestream.schema.SchemasCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line behind {@code ./pipestream}: what commands there are, and how one that fails ends. */
@Command(
        name = "pipestream",
        description = "What happens in a Pipedrive account, as an event stream on Kafka.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class Launcher {

    /** Where the entry script lives; it hands the path over, since it may be called from anywhere. */
    static final Path HOME =
            Path.of(System.getProperty("pipestream.home", "")).toAbsolutePath().normalize();

    /** What the verbs use when no {@code --data} is given. */
    static final Path DATA = HOME.resolve("data");

    private static final List<String> NAMES = List.of(
            "up",
            "consume",
            "key",
            "sandbox",
            "events",
            "replay",
            "quarantine",
            "hooks",
            "subscriptions",
            "connections",
            "gaps",
            "doctor",
            "trigger",
            "triggers",
            "schemas",
            "bench",
            "chaos",
            "generate",
            "completion");

    private Launcher() {}

    public static void main(String[] arguments) {
        System.exit(commandLine(arguments).execute(arguments));
    }

    /**
     * With the command that the arguments name and no other, for the entry script puts only that one's libraries on the
     * class path; with all of them if they name none.
     */
    public static CommandLine commandLine(String... arguments) {
        var asked = arguments.length == 0 ? "" : arguments[0];
        var commandLine = new CommandLine(new Launcher());
        NAMES.stream()
                .filter(name -> !NAMES.contains(asked) || name.equals(asked))
                .forEach(name -> commandLine.addSubcommand(name, command(name)));
        return commandLine.setUsageHelpWidth(110).setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof LaunchException) {
                System.err.println(CommandLine.Help.Ansi.AUTO.string("@|bold,red error:|@ ") + failure.getMessage());
                return 1;
            }
            return Cli.failed(failure, command);
        });
    }

    private static Object command(String name) {
        return switch (name) {
            case "up" -> new UpCommand();
            case "consume" -> new ConsumeCommand();
            case "key" -> new KeyCommand();
            case "sandbox" -> new SandboxCommand();
            case "schemas" -> new SchemasCommand();
            case "bench" -> new BenchCommand();
            case "chaos" -> new ChaosCommand();
            case "generate" -> new GenerateCommand();
            case "completion" -> new CompletionCommand();
            default -> {
                var verb = Cli.command(name);
                if (verb == null) {
                    throw new IllegalStateException("nothing makes the command " + name);
                }
                yield verb;
            }
        };
    }
}

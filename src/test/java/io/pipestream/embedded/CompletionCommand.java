package io.pipestream.embedded;

import java.util.concurrent.Callable;

import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** {@code ./pipestream completion}. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = "Prints a completion script for bash and zsh.",
        footer = {"", "Example:", "  source <(./pipestream completion)"})
final class CompletionCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        System.out.println(AutoComplete.bash("pipestream", Launcher.commandLine()));
        return 0;
    }
}

package io.pipestream.cli;

import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What all verbs have in common: where the service is, and how to answer. */
@Command(mixinStandardHelpOptions = true, usageHelpAutoWidth = true)
abstract class Verb implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "A service elsewhere, instead of PIPESTREAM_URL; its key is PIPESTREAM_API_KEY.")
    private @Nullable String url;

    @Option(names = "--data", paramLabel = "DIR", description = "Data folder of an instance on this machine.")
    private @Nullable Path data;

    @Option(names = "--json", description = "JSON as the API gives it; a line for each row of a list.")
    private boolean json;

    final Target target() {
        var usual = Path.of(System.getProperty("pipestream.home", ""), "data").toAbsolutePath();
        return Target.find(url, data, usual, System.getenv());
    }

    final Api api() {
        return new Api(target());
    }

    final Output output() {
        return new Output(commandLine().getOut(), json, Ansi.AUTO);
    }

    /** For what is not the answer: progress, and what somebody should know beside it. */
    final void note(String text) {
        var err = commandLine().getErr();
        err.println(Output.clean(text));
        err.flush();
    }

    final ParameterException badParameter(String message) {
        return new ParameterException(commandLine(), message);
    }

    private CommandLine commandLine() {
        return Objects.requireNonNull(spec).commandLine();
    }
}

package io.pipestream.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./pipestream key}. */
@Command(name = "key", mixinStandardHelpOptions = true, description = "Prints the admin key of the running instance.")
final class KeyCommand implements Callable<Integer> {

    @Option(names = "--data", paramLabel = "DIR", description = "Its data folder (default: ${DEFAULT-VALUE}).")
    private Path data = Launcher.DATA;

    @Override
    public Integer call() throws IOException {
        System.out.println(RunFile.require(data).adminKey());
        return 0;
    }
}

package io.pipestream.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./pipestream consume}. */
@Command(
        name = "consume",
        mixinStandardHelpOptions = true,
        description = "Prints the records of a topic as a read_committed consumer sees them.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:at least one record was printed", "1:none came"})
final class ConsumeCommand implements Callable<Integer> {

    @Parameters(paramLabel = "TOPIC", description = "For example pipedrive.deal.added.")
    private String topic = "";

    @Option(names = "--max", paramLabel = "N", description = "End after this many records (default: no limit).")
    private long max = Long.MAX_VALUE;

    @Option(
            names = "--timeout",
            paramLabel = "S",
            description = "End when no record came for this many seconds (default: ${DEFAULT-VALUE}).")
    private long timeout = 30;

    @Option(
            names = "--no-from-beginning",
            negatable = true,
            description = "Only records that come from now on; without it, all the topic holds.")
    private boolean fromBeginning = true;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data folder of the instance (default: ${DEFAULT-VALUE}).")
    private Path data = Launcher.DATA;

    @Override
    public Integer call() throws IOException {
        ServerLogs.off();
        try (var reader = TopicReader.open(bootstrapServers(), topic, fromBeginning)) {
            return reader.print(max, Duration.ofSeconds(timeout), System.out) > 0 ? 0 : 1;
        }
    }

    private String bootstrapServers() throws IOException {
        @Nullable String given = System.getenv("KAFKA_BOOTSTRAP_SERVERS");
        return given == null || given.isBlank() ? RunFile.require(data).kafka() : given;
    }
}

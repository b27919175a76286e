package io.pipestream.bulk;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;

import io.pipestream.embedded.RunFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./pipestream generate}. */
@Command(
        name = "generate",
        mixinStandardHelpOptions = true,
        description = {
            "Fills the journal of the running instance with events that Kafka is taken to have, for trying out what a"
                    + " large journal is like. The same seed and end make the same events.",
            "They are of a company of their own and never published; drop the database to be rid of them."
        })
public final class GenerateCommand implements Callable<Integer> {

    private static final long STEP = 100_000;

    @Option(names = "--events", paramLabel = "N", required = true, description = "How many events.")
    private long events;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "365",
            description = "The time they are spread over (default: ${DEFAULT-VALUE}).")
    private long days;

    @Option(
            names = "--end",
            paramLabel = "TIME",
            description = "When it ends, such as 2026-03-01T10:00:00Z (default: now).")
    private @Nullable Instant end;

    @Option(
            names = "--company",
            paramLabel = "ID",
            defaultValue = "9000001",
            description = "The company they are of; another one for another seed (default: ${DEFAULT-VALUE}).")
    private String company = "";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${sys:pipestream.home:-.}/data",
            description = "The instance's data folder (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of("data");

    @Override
    public Integer call() throws Exception {
        var database = RunFile.require(data).postgres();
        var until = end == null ? Clock.systemUTC().instant() : end;
        var start = System.nanoTime();
        new Generator(database).generate(new BulkEvents(company, seed, events, until, Duration.ofDays(days)), done -> {
            if (done % STEP == 0 || done == events) {
                var seconds = (System.nanoTime() - start) / 1e9;
                System.out.printf(Locale.ROOT, "%,d events, %.0f s, %,.0f a second%n", done, seconds, done / seconds);
            }
        });
        return 0;
    }
}

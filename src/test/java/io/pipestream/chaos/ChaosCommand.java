package io.pipestream.chaos;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pipestream.embedded.LaunchException;
import io.pipestream.embedded.ServerLogs;
import org.apache.commons.io.FileUtils;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./pipestream chaos}. */
@Command(
        name = "chaos",
        mixinStandardHelpOptions = true,
        description = {
            "Starts replicas of the service, PostgreSQL and Kafka, kills, stops and cuts them off under load, and then checks"
                    + " that nothing that was answered 2xx is lost, doubled or out of order.",
            "docs/reliability.md tells more, and what came of the last long run."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:nothing was lost, doubled or out of order",
            "1:something was, or was not done in time; the data folder is kept"
        })
public final class ChaosCommand implements Callable<Integer> {

    /** From which on a run is worth being the page of the documentation. */
    private static final int LONG_RUN = 100;

    private static final int SECONDS_PER_KILL = 9;

    @Option(
            names = "--kills",
            paramLabel = "N",
            defaultValue = "30",
            description = "Processes to kill with -9 (default: ${DEFAULT-VALUE}).")
    private int kills;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            description = "How long that takes about; a slow machine takes longer (default: a kill every 9 seconds).")
    private @Nullable Double minutes;

    @Option(names = "--seed", paramLabel = "S", description = "Of the schedule of faults (default: a new one).")
    private @Nullable Long seed;

    @Option(
            names = "--replicas",
            paramLabel = "N",
            defaultValue = "3",
            description = "Instances of the service, 1 to 3 (default: ${DEFAULT-VALUE}).")
    private int replicas;

    @Option(
            names = "--rate",
            paramLabel = "R",
            defaultValue = "200",
            description = "Deliveries a second at most (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--records",
            paramLabel = "K",
            defaultValue = "100",
            description = "Deals that are changed side by side (default: ${DEFAULT-VALUE}).")
    private int records;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Empty folder to use and to keep (default: a temporary one).")
    private @Nullable Path data;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description =
                    "Where to write the page of the documentation (default: docs/reliability.md after 100 kills or"
                            + " more, nowhere otherwise).")
    private @Nullable Path report;

    @Option(
            names = "--small-disk",
            paramLabel = "DIR",
            description =
                    "Instead of all that, fill the file system of this folder, of 200 MB to 4 GB, with Postgres's data"
                            + " under load, and give the space back.")
    private @Nullable Path smallDisk;

    @Option(names = "--home", hidden = true, defaultValue = "${sys:pipestream.home:-.}")
    private @Nullable Path home;

    @Override
    public Integer call() throws Exception {
        if (replicas < 1 || replicas > 3 || kills < 0 || rate <= 0 || records < 1) {
            throw new LaunchException("--replicas is 1 to 3, --kills at least 0, --rate and --records more than 0");
        }
        ServerLogs.off();
        var folder = data == null ? Files.createTempDirectory("pipestream-chaos") : empty(data);
        var isGood = smallDisk == null ? disturb(folder) : fill(folder, smallDisk);
        if (data == null && isGood) {
            FileUtils.deleteDirectory(folder.toFile());
        }
        System.out.println(isGood ? "good" : "NOT GOOD; see " + folder);
        return isGood ? 0 : 1;
    }

    private boolean fill(Path folder, Path disk) throws Exception {
        var outcome = new DiskTrial(folder, disk, jar(), System.out::println).run();
        System.out.println(outcome);
        return outcome.isGood();
    }

    private boolean disturb(Path folder) throws Exception {
        var length = minutes == null
                ? Duration.ofSeconds(SECONDS_PER_KILL * (long) kills)
                : Duration.ofSeconds(Math.round(minutes * 60));
        var drawn = seed == null ? new SecureRandom().nextInt(1, Integer.MAX_VALUE) : seed;
        var schedule = Schedule.of(drawn, kills, replicas, length);
        System.out.println("Seed " + drawn + ", data in " + folder);
        schedule.faults().forEach(fault -> System.out.println(fault.line()));
        var jar = home().resolve("target").resolve("quarkus-app").resolve("quarkus-run.jar");
        var result = new Trial(
                        new Trial.Plan(folder, jar, replicas, records, rate, schedule, Map.of()), System.out::println)
                .run();
        report(new Report(result, Versions.of(home(), result.postgres(), Clock.systemUTC())));
        return result.isGood();
    }

    private void report(Report figures) throws Exception {
        System.out.println(figures.table());
        figures.result().findings().examples().forEach(example -> System.out.println("  " + example));
        var json = home().resolve("target").resolve("chaos.json");
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(json.toFile(), figures.json());
        var page = report == null && figures.result().kills() >= LONG_RUN
                ? home().resolve("docs").resolve("reliability.md")
                : report;
        if (page != null) {
            Files.writeString(page, new Page(figures).markdown());
            System.out.println("Written: " + page);
        }
    }

    private Path jar() {
        return home().resolve("target").resolve("quarkus-app").resolve("quarkus-run.jar");
    }

    private Path home() {
        return Objects.requireNonNull(home).toAbsolutePath().normalize();
    }

    private static Path empty(Path folder) throws Exception {
        Files.createDirectories(folder);
        try (var files = Files.list(folder)) {
            if (files.findAny().isPresent()) {
                throw new LaunchException(folder + " is not empty: what is there would be taken for this run's");
            }
        }
        return folder.toAbsolutePath().normalize();
    }
}

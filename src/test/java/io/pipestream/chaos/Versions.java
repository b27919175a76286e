package io.pipestream.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;

import io.pipestream.embedded.EmbeddedKafka;
import io.quarkus.runtime.LaunchMode;
import org.apache.kafka.common.utils.AppInfoParser;

/** What took part in a run, for its report. */
record Versions(
        LocalDate day,
        String commit,
        String jdk,
        String quarkus,
        String postgres,
        String kafkaClient,
        String kafkaBroker,
        int processors) {

    /**
     * Asks everything there is to ask.
     *
     * @param home     the repository
     * @param postgres what the server said
     */
    static Versions of(Path home, String postgres, Clock clock) throws IOException, InterruptedException {
        var quarkus = LaunchMode.class.getPackage().getImplementationVersion();
        return new Versions(
                LocalDate.now(clock),
                commit(home),
                System.getProperty("java.vendor.version", "") + " (" + Runtime.version() + ')',
                quarkus == null ? "unknown" : quarkus,
                postgres,
                AppInfoParser.getVersion(),
                EmbeddedKafka.VERSION,
                Runtime.getRuntime().availableProcessors());
    }

    /** For people and machines. */
    Map<String, String> byName() {
        var byName = new LinkedHashMap<String, String>();
        byName.put("Pipestream", "commit " + commit);
        byName.put("day", day.toString());
        byName.put("JDK", jdk);
        byName.put("Quarkus", quarkus);
        byName.put("PostgreSQL", postgres);
        byName.put("Kafka broker", kafkaBroker);
        byName.put("Kafka client", kafkaClient);
        byName.put("processors", Integer.toString(processors));
        return byName;
    }

    /** The commit that is checked out, marked where files differ from it. */
    private static String commit(Path home) throws IOException, InterruptedException {
        try {
            var git = new ProcessBuilder("git", "-C", home.toString(), "describe", "--always", "--dirty", "--abbrev=12")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            var said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return git.waitFor() == 0 ? said : "unknown";
        } catch (IOException noGit) {
            return "unknown";
        }
    }
}

package io.pipestream.embedded;

import java.nio.file.Path;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./pipestream up}. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description =
                "Starts everything: PostgreSQL, Kafka, a simulated Pipedrive and the service. Ctrl-C stops it all.",
        footer = {
            "",
            "Environment:",
            "  QUARKUS_DATASOURCE_JDBC_URL, ..._USERNAME, ..._PASSWORD",
            "                               use this database and start none",
            "  KAFKA_BOOTSTRAP_SERVERS      use this Kafka and start none",
            "  PIPEDRIVE_API_TOKEN          serve this Pipedrive account and start no sandbox; needs",
            "  PIPESTREAM_PUBLIC_URL        the https:// address at which Pipedrive reaches this service",
            "  PIPESTREAM_ACCESS_ADMIN_KEY  use this admin key and make none"
        })
final class UpCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--data", paramLabel = "DIR", description = "Folder kept between runs (default: ${DEFAULT-VALUE}).")
    private Path data = Launcher.DATA;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Port of the service (default: 8080); 0 picks free ports for everything.")
    private @Nullable Integer port;

    @Option(names = "--verbose", description = "Show all of the service's log, not only warnings.")
    private boolean verbose;

    @Option(names = "--jar", hidden = true, description = "The service to run.")
    private Path jar = Launcher.HOME.resolve("target/quarkus-app/quarkus-run.jar");

    @Override
    public Integer call() throws Exception {
        if (port != null && (port < 0 || port > 65535) && spec != null) {
            throw new ParameterException(spec.commandLine(), "--port must be between 0 and 65535, not " + port);
        }
        var request = new Instance.Request(data.toAbsolutePath().normalize(), jar, Ports.of(port), verbose);
        return new Instance(request, Settings.of(System.getenv())).run();
    }
}

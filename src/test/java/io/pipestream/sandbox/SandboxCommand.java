package io.pipestream.sandbox;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./pipestream sandbox}; in the sandbox's image it is all there is. */
@Command(
        name = "sandbox",
        mixinStandardHelpOptions = true,
        description =
                "Starts a simulated Pipedrive and nothing else, for a service that runs elsewhere. Ctrl-C stops it.",
        footer = {
            "",
            "The service is pointed at it by PIPESTREAM_PIPEDRIVE_BASE_URL, its address, and PIPEDRIVE_API_TOKEN, its token.",
            "",
            "Environment:",
            "  SANDBOX_TOKEN  the API token that it takes (default: sandbox-token)"
        })
public final class SandboxCommand implements Callable<Integer> {

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = Sandbox.LOOPBACK,
            description =
                    "Where to listen (default: ${DEFAULT-VALUE}). Whoever reaches it may do anything in the account, for its"
                            + " controls take no token.")
    private String host = Sandbox.LOOPBACK;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8090",
            description = "Port to listen on (default: ${DEFAULT-VALUE}); 0 picks a free one.")
    private int port;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder kept between runs (default: none, everything is forgotten at the end).")
    private @Nullable Path data;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new SandboxCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        var options = SandboxOptions.defaults().withHost(host).withPort(port).withDirectory(data);
        @Nullable String token = System.getenv("SANDBOX_TOKEN");
        var sandbox = Sandbox.start(token == null || token.isBlank() ? options : options.withToken(token));
        // Returns when the log is closed, so that a stop that is waited for leaves it whole.
        Runtime.getRuntime().addShutdownHook(new Thread(sandbox::close, "stop-sandbox"));
        System.out.println(
                "The sandbox listens on " + host + ':' + sandbox.url().getPort());
        new CountDownLatch(1).await();
        return 0;
    }
}

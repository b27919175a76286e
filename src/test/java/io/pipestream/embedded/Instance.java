package io.pipestream.embedded;

import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;

/** One run of everything: servers, sandbox and service, from the first line on the terminal to the last process. */
final class Instance {

    /**
     * What is asked for on the command line.
     *
     * @param folder  keeps everything between runs
     * @param jar     the production jar
     * @param verbose shows all of the service's log, not only its warnings
     */
    record Request(Path folder, Path jar, Ports ports, boolean verbose) {}

    private static final Duration READY_LIMIT = Duration.ofMinutes(3);

    private static final Duration ACCOUNT_LIMIT = Duration.ofSeconds(30);

    private final Request request;
    private final Settings settings;
    private final Progress progress = new Progress();
    private final Started started = new Started();
    private final Backends backends;

    Instance(Request request, Settings settings) {
        this.request = request;
        this.settings = settings;
        this.backends = new Backends(request.ports(), settings, started, progress);
    }

    /** Runs until a signal comes or the service ends by itself, and returns the exit code. */
    int run() throws Exception {
        // A signal ends the JVM through its hooks; this one returns only when every process is gone.
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopOnSignal, "stop"));
        try {
            return runUntilServiceEnds();
        } catch (Started.StoppingException | LaunchException e) {
            // What breaks because we stop is not worth a word.
            if (started.isStopping()) {
                return 0;
            }
            throw e;
        } finally {
            started.close();
        }
    }

    private int runUntilServiceEnds() throws Exception {
        if (!Files.exists(request.jar())) {
            throw new LaunchException("There is no " + request.jar() + "; ./pipestream up builds it.");
        }
        var folder = started.start(() -> DataFolder.lock(request.folder()));
        progress.show("Starting Pipestream on " + folder.path());
        ServerLogs.toFile(folder.log("servers.log"));
        ServiceProcess.stopOrphan(folder.servicePidFile());
        EmbeddedPostgres.stopOrphan(folder.path());
        requireFreePorts();

        var adminKey = AdminKey.of(folder, settings, progress);
        var addresses = backends.start(folder);
        var service = startService(folder, addresses, adminKey);
        awaitAccount(adminKey);
        var sandbox = addresses.sandbox();
        var where = new RunFile(
                serviceUrl(),
                serviceUrl() + "/console/enter#key=" + adminKey,
                adminKey,
                sandbox == null ? null : sandbox.url(),
                sandbox == null ? null : sandbox.token(),
                addresses.kafka(),
                addresses.database(),
                ProcessHandle.current().pid());
        where.write(folder.path());
        progress.summary(where, folder, settings.adminKey() != null);
        return untilEnd(service);
    }

    private void stopOnSignal() {
        if (!started.isStopping()) {
            progress.show("Stopping.");
        }
        started.close();
    }

    private void requireFreePorts() {
        var wanted = new LinkedHashMap<String, Integer>();
        wanted.put("the service", request.ports().service());
        wanted.putAll(backends.portsToOpen());
        Ports.requireFree(wanted);
    }

    private ServiceProcess startService(DataFolder folder, Backends.Addresses addresses, String adminKey)
            throws Exception {
        var begin = System.nanoTime();
        var file = folder.log("service.log");
        var log = request.verbose() ? ServiceLog.verbose(file, progress::show) : ServiceLog.quiet(file, progress::show);
        var environment = ServiceEnvironment.of(request.ports().service(), addresses, settings, adminKey);
        var service =
                started.start(() -> ServiceProcess.start(request.jar(), environment, folder.servicePidFile(), log));
        service.awaitReady(URI.create(serviceUrl()), READY_LIMIT);
        progress.ready("service", serviceUrl(), begin);
        return service;
    }

    /** Before Pipedrive knows our webhooks, what happens in the account is not heard; so say ready only then. */
    private void awaitAccount(String adminKey) throws Exception {
        var begin = System.nanoTime();
        try (var http = HttpClient.newHttpClient()) {
            if (new AccountCheck(http, serviceUrl(), adminKey).awaitListening(ACCOUNT_LIMIT)) {
                progress.ready("webhooks", "registered", begin);
            } else {
                progress.show("  Pipedrive does not know our webhooks yet; the log of the service says why.");
            }
        }
    }

    private int untilEnd(ServiceProcess service) throws InterruptedException {
        var exitCode = service.waitFor();
        // Ctrl-C reaches the service as soon as us: give our own signal a moment to arrive before crying wolf.
        if (started.isStoppingWithin(Duration.ofSeconds(1))) {
            return 0;
        }
        throw new LaunchException(service.lastWords("The service ended by itself (exit code " + exitCode + ")"));
    }

    private String serviceUrl() {
        return "http://127.0.0.1:" + request.ports().service();
    }
}

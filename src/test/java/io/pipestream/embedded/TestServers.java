package io.pipestream.embedded;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The servers of a test run, and the choice between the two kinds. */
final class TestServers {

    /**
     * What is running.
     *
     * @param name    for people: kind and versions
     * @param configuration Quarkus properties that lead there
     */
    record Running(String name, Map<String, String> configuration, AutoCloseable stop) {

        static Running of(String name, RunFile.Postgres database, String kafka, AutoCloseable stop) {
            return new Running(
                    name,
                    Map.of(
                            "quarkus.datasource.jdbc.url", database.url(),
                            "quarkus.datasource.username", database.user(),
                            "quarkus.datasource.password", database.password(),
                            "kafka.bootstrap.servers", kafka),
                    stop);
        }
    }

    private static final String CHOICE = "pipestream.test.servers";

    /**
     * Where the addresses are kept, one text property each: every test profile may load this class anew, but the
     * properties are the JVM's. Other libraries expect all of them to be text.
     */
    private static final String SHARED = "pipestream.test.servers.running.";

    private TestServers() {}

    /** Starts them the first time, and says which; from then on answers with the same. */
    static synchronized Map<String, String> shared() {
        var known = new HashMap<String, String>();
        for (var name : System.getProperties().stringPropertyNames()) {
            if (name.startsWith(SHARED)) {
                known.put(name.substring(SHARED.length()), System.getProperty(name));
            }
        }
        if (!known.isEmpty()) {
            return known;
        }
        var running = start(System.getProperty(CHOICE, "auto"), ContainerServers::isEngineThere);
        System.out.println("test servers: " + running.name());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(running), "stop-test-servers"));
        running.configuration().forEach((name, value) -> System.setProperty(SHARED + name, value));
        return running.configuration();
    }

    /**
     * Starts the chosen kind.
     *
     * @param engineIsThere asked only where it matters, since finding out takes a while
     */
    static Running start(String choice, BooleanSupplier engineIsThere) {
        ServerLogs.quiet();
        try {
            return switch (choice) {
                case "embedded" -> EmbeddedServers.start();
                case "containers" -> containers(engineIsThere);
                case "auto" -> engineIsThere.getAsBoolean() ? ContainerServers.start() : EmbeddedServers.start();
                default ->
                    throw new IllegalArgumentException(
                            CHOICE + " is auto, embedded or containers, not \"" + choice + '"');
            };
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the test servers did not start", e);
        }
    }

    private static Running containers(BooleanSupplier engineIsThere) {
        if (!engineIsThere.getAsBoolean()) {
            throw new IllegalStateException(CHOICE + "=containers, but no container engine answers");
        }
        return ContainerServers.start();
    }

    private static void stop(Running running) {
        try {
            running.stop().close();
        } catch (Exception e) {
            System.err.println("the test servers did not stop: " + e);
        }
    }
}

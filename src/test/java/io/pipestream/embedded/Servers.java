package io.pipestream.embedded;

import java.util.Map;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/**
 * A real PostgreSQL and a real Kafka for {@code @QuarkusTest}s, started once per JVM whatever restarts the application,
 * and stopped when the JVM ends.
 *
 * <p>{@code -Dpipestream.test.servers=} chooses: {@code containers} (Testcontainers; fails without a container engine),
 * {@code embedded}, or {@code auto}, the default: containers where an engine answers, embedded servers elsewhere.
 */
public final class Servers implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        return TestServers.shared();
    }

    /** Leaves them running: the next application of this JVM uses them too. */
    @Override
    public void stop() {}
}

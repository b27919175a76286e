package io.pipestream.doctor;

import java.util.stream.Stream;

import org.eclipse.microprofile.config.Config;

/** How many connections to Postgres an instance may open. */
final class Pools {

    private Pools() {}

    static int connections(Config config) {
        return Stream.of("quarkus.datasource.", "quarkus.datasource.journal.", "quarkus.datasource.spool.")
                .mapToInt(pool -> config.getOptionalValue(pool + "jdbc.max-size", Integer.class)
                        .orElse(0))
                .sum();
    }
}

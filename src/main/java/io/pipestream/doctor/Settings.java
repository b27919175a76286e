package io.pipestream.doctor;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

import io.quarkus.runtime.configuration.MemorySize;
import org.eclipse.microprofile.config.Config;

/** The settings in force, of every package and of Quarkus, by their names in docs/configuration.md. */
record Settings(Config config) {

    /** Empty where it is not set, or set to nothing. */
    Optional<String> text(String name) {
        return config.getOptionalValue(name, String.class).map(String::strip).filter(text -> !text.isEmpty());
    }

    Duration duration(String name) {
        return config.getValue(name, Duration.class);
    }

    long bytes(String name) {
        return config.getValue(name, MemorySize.class).asLongValue();
    }

    long number(String name) {
        return config.getValue(name, Long.class);
    }

    double share(String name) {
        return config.getValue(name, Double.class);
    }

    /** Whether the accounts are Pipedrive's own, not a sandbox's. */
    boolean isReal() {
        return text("pipestream.pipedrive.base-url").isEmpty();
    }

    URI publicUrl() {
        return URI.create(text("pipestream.public-url").orElse(""));
    }
}

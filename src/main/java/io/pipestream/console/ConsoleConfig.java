package io.pipestream.console;

import java.util.Optional;

import io.smallrye.config.ConfigMapping;

/** Settings of the console. */
@ConfigMapping(prefix = "pipestream.console")
interface ConsoleConfig {

    /** Address of the sandbox's page, which the console then links to; {@code ./pipestream up} sets it. */
    Optional<String> sandboxUrl();
}

package io.pipestream.bench;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import io.pipestream.embedded.RunFile;
import io.pipestream.support.Door;
import io.pipestream.support.Http;
import org.awaitility.Awaitility;

/**
 * Where the load goes.
 *
 * @param authorization the value of the header
 */
record Target(URI url, String authorization) {

    /** Where the simulated Pipedrive sends new deals; waits until the service has asked it to. */
    static Target newDeals(RunFile run) {
        var door = Awaitility.await("the webhook of new deals is registered")
                .atMost(Duration.ofMinutes(1))
                .until(
                        () -> Door.in(
                                Http.get(
                                                run.sandbox() + "/v1/webhooks",
                                                Map.of("x-api-token", Objects.requireNonNull(run.sandboxToken())))
                                        .json()
                                        .path("data"),
                                "create",
                                "deal",
                                "2.0"),
                        Optional::isPresent)
                .orElseThrow();
        return new Target(URI.create(door.url()), door.basic());
    }
}

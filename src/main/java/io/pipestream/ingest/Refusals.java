package io.pipestream.ingest;

import io.pipestream.ingest.DoorMetrics.Outcome;
import io.pipestream.platform.Problems;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.Response.Status;

/** What the webhook door answers when it does not take a delivery; each refusal is counted as it is made. */
@Singleton
class Refusals {

    private final IngestConfig config;
    private final DoorMetrics metrics;

    Refusals(IngestConfig config, DoorMetrics metrics) {
        this.config = config;
        this.metrics = metrics;
    }

    boolean isTooLarge(long bytes) {
        return bytes > config.maxBodySize().asLongValue();
    }

    Response tooLarge() {
        var detail = "The body is larger than " + config.maxBodySize().asLongValue()
                + " bytes; raise pipestream.ingest.max-body-size if Pipedrive really sent it.";
        return refuse(Outcome.TOO_LARGE, Status.REQUEST_ENTITY_TOO_LARGE, "webhook-too-large", detail)
                .build();
    }

    Response unknown() {
        return refuse(Outcome.UNKNOWN, Status.NOT_FOUND, "webhook-unknown", "No registration has this path.")
                .build();
    }

    Response unauthorised() {
        var detail = "Show the registration's user name and password (HTTP Basic).";
        return refuse(Outcome.UNAUTHORISED, Status.UNAUTHORIZED, "webhook-unauthorised", detail)
                .header(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"pipestream\"")
                .build();
    }

    Response unavailable() {
        var detail = "Nothing was stored. Deliver it again after a pause.";
        return refuse(Outcome.UNAVAILABLE, Status.SERVICE_UNAVAILABLE, "journal-unavailable", detail)
                .header(HttpHeaders.RETRY_AFTER, config.retryAfter().toSeconds())
                .build();
    }

    private ResponseBuilder refuse(Outcome outcome, Status status, String code, String detail) {
        metrics.count(outcome);
        return Response.fromResponse(Problems.of(status, code, detail).toResponse());
    }
}

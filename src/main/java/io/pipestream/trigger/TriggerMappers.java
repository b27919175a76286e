package io.pipestream.trigger;

import io.pipestream.platform.Problems;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns a filter that is none into problem+json, whichever resource was given it. */
class TriggerMappers {

    @ServerExceptionMapper
    Response invalid(InvalidFilterException e) {
        return Problems.of(Status.BAD_REQUEST, "filter-invalid", e.detail()).toResponse();
    }
}

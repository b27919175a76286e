package io.pipestream.pipedrive;

import java.util.Locale;

import io.pipestream.platform.Problems;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers a refusal by Pipedrive as a problem that says what to do. Its status is ours, not Pipedrive's. */
class PipedriveProblems {

    @ServerExceptionMapper
    Response refused(PipedriveRefusedException e) {
        var status = switch (e.reason()) {
            case UNAUTHORISED, CONSENT_REVOKED, ACCOUNT_CLOSED, FORBIDDEN, NOT_FOUND, INVALID, LIMIT_REACHED ->
                Status.CONFLICT;
            case RATE_LIMITED, BLOCKED, DAY_SPENT, BUDGET_SPENT, PAUSED, UNAVAILABLE -> Status.SERVICE_UNAVAILABLE;
            case UNREADABLE -> Status.BAD_GATEWAY;
        };
        var code = "pipedrive-" + e.reason().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return Problems.of(status, code, e.advice()).toResponse();
    }
}

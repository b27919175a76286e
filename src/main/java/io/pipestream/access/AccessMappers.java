package io.pipestream.access;

import io.pipestream.platform.Problems;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Answers 401 as a problem with a challenge. Before the mapper of resteasy-problem 3.21.0, which reads a field that
 * Quarkus 3.33 no longer has and so answers 500.
 */
class AccessMappers {

    private static final int BEFORE_EXTENSIONS = 1;

    @ServerExceptionMapper(priority = BEFORE_EXTENSIONS)
    Response missing(UnauthorizedException e) {
        return unauthorised("Send Authorization: Bearer <access key>.");
    }

    @ServerExceptionMapper(priority = BEFORE_EXTENSIONS)
    Response wrong(AuthenticationFailedException e) {
        return unauthorised("Nobody has this access key.");
    }

    private static Response unauthorised(String detail) {
        return Response.fromResponse(
                        Problems.of(Status.UNAUTHORIZED, "unauthorised", detail).toResponse())
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"pipestream\"")
                .build();
    }
}

package io.pipestream.access;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

import io.pipestream.platform.Problems;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Answers 401 as a problem with a challenge, and a browser that asks for a page of the console with the way to the door.
 * Before the mapper of resteasy-problem 3.21.0, which reads a field that
 * Quarkus 3.33 no longer has and so answers 500.
 */
class AccessMappers {

    private static final int BEFORE_EXTENSIONS = 1;

    private static final String DOOR = Sessions.PATH + "/enter";

    @ServerExceptionMapper(priority = BEFORE_EXTENSIONS)
    Response missing(UnauthorizedException e, ContainerRequestContext request) {
        return isOfConsole(request) ? door(request) : unauthorised("Send Authorization: Bearer <access key>.");
    }

    @ServerExceptionMapper(priority = BEFORE_EXTENSIONS)
    Response wrong(AuthenticationFailedException e, ContainerRequestContext request) {
        return isOfConsole(request) ? door(request) : unauthorised("Nobody has this access key.");
    }

    private static boolean isOfConsole(ContainerRequestContext request) {
        var path = request.getUriInfo().getPath();
        return path.equals(Sessions.PATH) || path.startsWith(Sessions.PATH + '/');
    }

    /** Where a person signs in, and from there to the page that was asked for. A part of a page sends the whole page. */
    private static Response door(ContainerRequestContext request) {
        if (request.getHeaderString("HX-Request") != null) {
            return Response.status(Status.UNAUTHORIZED)
                    .header("HX-Redirect", DOOR)
                    .build();
        }
        var uri = request.getUriInfo().getRequestUri();
        var back = uri.getRawPath() + (uri.getRawQuery() == null ? "" : '?' + uri.getRawQuery());
        var isPage = request.getMethod().equals("GET");
        return Response.seeOther(
                        URI.create(isPage ? DOOR + "?to=" + URLEncoder.encode(back, StandardCharsets.UTF_8) : DOOR))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    private static Response unauthorised(String detail) {
        return Response.fromResponse(
                        Problems.of(Status.UNAUTHORIZED, "unauthorised", detail).toResponse())
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"pipestream\"")
                .build();
    }
}

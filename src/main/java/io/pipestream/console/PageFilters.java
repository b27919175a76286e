package io.pipestream.console;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

import io.pipestream.access.Sessions;
import io.pipestream.platform.Problems;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.qute.TemplateInstance;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jboss.resteasy.reactive.server.WithFormRead;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.jspecify.annotations.Nullable;

/** What all pages have in common on their way in and out. */
class PageFilters {

    private static final String TOKEN = "_token";

    private final String policy;

    /**
     * Nothing from anywhere else, nothing inline but our own style and colours, in nobody's frame. Charts set styles by
     * script, which is allowed.
     */
    PageFilters(Assets assets) {
        this.policy = String.join(
                "; ",
                "default-src 'none'",
                "script-src 'self' " + assets.inline("theme.js").source(),
                "style-src 'self' " + assets.inline("console.css").source() + ' '
                        + assets.inline("uPlot.min.css").source(),
                "img-src 'self' data:",
                "connect-src 'self'",
                "form-action 'self'",
                "frame-ancestors 'none'",
                "base-uri 'none'");
    }

    /** A session's form is sent with the session's token, in a field or, by a script, in a header. */
    @Console
    @ServerRequestFilter
    @WithFormRead
    void refuseForeignForms(ResteasyReactiveContainerRequestContext request, RoutingContext http) {
        var cookie = http.request().getCookie(Sessions.COOKIE);
        if (cookie == null
                || request.getMethod().equals("GET")
                || request.getMethod().equals("HEAD")) {
            return;
        }
        var sent = request.getHeaderString("X-Form-Token");
        if (sent == null) {
            sent = formParameter(request);
        }
        if (sent == null || !isSame(Sessions.formToken(cookie.getValue()), sent)) {
            throw Problems.of(
                    Status.FORBIDDEN,
                    "form-refused",
                    "This form was not sent by a page of your session. Load the page again and send it from there.");
        }
    }

    private static @Nullable String formParameter(ResteasyReactiveContainerRequestContext request) {
        var context = (ResteasyReactiveRequestContext) request.getServerRequestContext();
        return (String) context.getFormParameter(TOKEN, true, false);
    }

    @Console
    @ServerResponseFilter
    void finish(ContainerRequestContext request, ContainerResponseContext response) {
        var entity = response.getEntity();
        if (entity instanceof HttpProblem problem) {
            showProblem(problem, request, response);
        }
        if (isPart(request) && response.getStatus() == Status.SEE_OTHER.getStatusCode()) {
            leadOn(response);
        }
        var headers = response.getHeaders();
        headers.putSingle("Content-Security-Policy", policy);
        headers.putSingle("Referrer-Policy", "same-origin");
        headers.putSingle("X-Content-Type-Options", "nosniff");
        headers.putSingle("X-Frame-Options", "DENY");
        headers.putSingle("Cross-Origin-Opener-Policy", "same-origin");
        headers.putSingle("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
        headers.putSingle(HttpHeaders.CACHE_CONTROL, "no-store");
        headers.putSingle(HttpHeaders.VARY, "Accept-Encoding, HX-Request");
        var shown = request.getCookies().containsKey(Shell.NOTICE) && response.getStatus() == 200 && !isPart(request);
        if (shown) {
            headers.add(HttpHeaders.SET_COOKIE, Pages.noNotice());
        }
        if (response.getEntity() instanceof String page) {
            compress(page, request, response);
        }
    }

    private static void showProblem(
            HttpProblem problem, ContainerRequestContext request, ContainerResponseContext response) {
        var headers = response.getHeaders();
        TemplateInstance page = isPart(request)
                ? new ProblemPart(problem.getDetail())
                : new ProblemPage(problem.getTitle(), problem.getDetail(), response.getStatus());
        if (isPart(request)) {
            headers.putSingle("HX-Retarget", "#problems");
            headers.putSingle("HX-Reswap", "innerHTML show:window:top");
            // Whatever part of a page was asked for, this is not on it.
            headers.putSingle("HX-Reselect", ".problem");
        }
        response.setEntity(page.render(), null, MediaType.valueOf(Console.HTML));
        headers.putSingle(HttpHeaders.CONTENT_TYPE, Console.HTML);
    }

    private static void compress(String page, ContainerRequestContext request, ContainerResponseContext response) {
        var encodings = request.getHeaderString(HttpHeaders.ACCEPT_ENCODING);
        if (encodings != null && encodings.contains("gzip")) {
            response.setEntity(Assets.gzip(page.getBytes(StandardCharsets.UTF_8)));
            response.getHeaders().putSingle(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
    }

    /** A script would follow by itself and put the next page into a part of this one: the browser has to go there. */
    private static void leadOn(ContainerResponseContext response) {
        var to = URI.create(String.valueOf(response.getHeaders().getFirst(HttpHeaders.LOCATION)));
        response.getHeaders().remove(HttpHeaders.LOCATION);
        response.getHeaders().putSingle("HX-Redirect", to.getRawPath());
        response.setStatus(Status.NO_CONTENT.getStatusCode());
    }

    private static boolean isPart(ContainerRequestContext request) {
        return request.getHeaderString("HX-Request") != null;
    }

    private static boolean isSame(String expected, String sent) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), sent.getBytes(StandardCharsets.UTF_8));
    }
}

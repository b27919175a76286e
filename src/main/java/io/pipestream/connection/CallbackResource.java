package io.pipestream.connection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pipestream.connection.Consent.Answered;
import io.pipestream.platform.Problems;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * The callback address of our app at Pipedrive. A browser comes here with the answer to an authorize URL and has no
 * access key; what it must have is a state that we gave out. Pipedrive itself comes with the app's secret.
 */
@Path("/oauth/callback")
@RunOnVirtualThread
@Tag(name = "connections")
class CallbackResource {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Consent consent;
    private final AppSecret app;

    CallbackResource(Consent consent, AppSecret app) {
        this.consent = consent;
        this.app = app;
    }

    @GET
    @Operation(summary = "Where Pipedrive sends a browser after an account's consent; answers a page for people")
    public Response answer(
            @QueryParam("state") @Nullable String state,
            @QueryParam("code") @Nullable String code,
            @QueryParam("error") @Nullable String error) {
        return switch (consent.answer(state, error == null ? code : null)) {
            case Answered.Yes yes ->
                page(
                        Status.OK,
                        yes.company() + " is connected",
                        yes.isNew()
                                ? "You can close this page and subscribe to its events."
                                : "Its consent is renewed. You can close this page.");
            case Answered.No no ->
                page(
                        Status.FORBIDDEN,
                        "Not connected",
                        "Pipedrive was told not to allow it. To try again, ask for a new address.");
            case Answered.NotAsked notAsked ->
                page(
                        Status.BAD_REQUEST,
                        "Not connected",
                        "This address was used already, or is too old. Ask for a new one.");
            case Answered.Refused refused -> page(Status.BAD_GATEWAY, "Not connected", refused.advice());
        };
    }

    /** Pipedrive's uninstall notice: HTTP Basic of the app's id and secret. */
    @DELETE
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Where Pipedrive says that the app was uninstalled")
    public Response uninstalled(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization, @Nullable String body) {
        if (!app.isShownBy(authorization)) {
            return Response.fromResponse(Problems.of(
                                    Status.UNAUTHORIZED,
                                    "oauth-client-unknown",
                                    "Show the app's client id and secret (HTTP Basic).")
                            .toResponse())
                    .header(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"pipestream\"")
                    .build();
        }
        var notice = read(body == null ? "" : body);
        consent.withdrawn(
                notice.path("company_id").asText(), notice.path("user_id").asText());
        return Response.noContent().build();
    }

    private static JsonNode read(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw Problems.of(Status.BAD_REQUEST, "body-invalid", "The body must be a JSON object with company_id.");
        }
    }

    /** The address holds a code: nothing may keep it, and nobody else is told it. */
    private static Response page(Status status, String title, String text) {
        var html = """
                <!doctype html>
                <html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
                <title>%1$s</title><h1>%1$s</h1><p>%2$s</p></html>
                """.formatted(escape(title), escape(text));
        return Response.status(status)
                .type("text/html; charset=utf-8")
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header("Referrer-Policy", "no-referrer")
                .header("Content-Security-Policy", "default-src 'none'")
                .entity(html)
                .build();
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}

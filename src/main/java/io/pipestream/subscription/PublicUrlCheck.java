package io.pipestream.subscription;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLException;

import io.pipestream.platform.Check;
import io.pipestream.platform.CheckResult;
import io.pipestream.platform.Secrets;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Whether a door of ours answers at the public URL, tried from here as Pipedrive would: a POST that follows no redirect.
 * To a path that nobody has, so it counts as nobody's failed delivery.
 */
@Singleton
class PublicUrlCheck implements Check {

    private static final String NAME = "public-url.reachable";

    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final String publicUrl;

    PublicUrlCheck(@ConfigProperty(name = "pipestream.public-url") String publicUrl) {
        this.publicUrl = publicUrl.replaceAll("/+$", "");
    }

    @Override
    public String part() {
        return "public-url";
    }

    @Override
    public List<CheckResult> look() throws InterruptedException {
        return List.of(probe());
    }

    private CheckResult probe() throws InterruptedException {
        try (var http = HttpClient.newBuilder()
                .connectTimeout(PATIENCE)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build()) {
            var request = HttpRequest.newBuilder(URI.create(publicUrl + "/webhooks/doctor-" + Secrets.random(16)))
                    .timeout(PATIENCE)
                    .POST(BodyPublishers.ofString("{}"))
                    .build();
            return judge(http.send(request, BodyHandlers.ofString()));
        } catch (IllegalArgumentException e) {
            return fail("is not an address", "Write PIPESTREAM_PUBLIC_URL as https://hooks.example.com.");
        } catch (IOException e) {
            return unreachable(e);
        }
    }

    private CheckResult judge(HttpResponse<String> answer) {
        if (answer.statusCode() == 404 && answer.body().contains("/problems/webhook-unknown")) {
            return CheckResult.ok(NAME, "Our door answers at " + publicUrl + ", as seen from here.");
        }
        return switch (answer.statusCode() / 100) {
            case 3 ->
                fail(
                        "redirects to "
                                + answer.headers().firstValue("location").orElse("somewhere")
                                + ", and Pipedrive follows no redirect",
                        "Set PIPESTREAM_PUBLIC_URL to where the redirect leads, or have the proxy pass requests on.");
            case 5 ->
                fail(
                        "answers " + answer.statusCode(),
                        "If a proxy answers, see whether it reaches this service's host and port; if it is this service, see its log.");
            default ->
                fail(
                        "answers " + answer.statusCode() + ", and not as our door does",
                        "Have the proxy pass POST /webhooks/ on to this service unchanged, without a login of its own.");
        };
    }

    private CheckResult unreachable(IOException e) {
        return switch (e) {
            case SSLException tls ->
                fail(
                        "has a certificate that is not accepted (" + tls.getMessage() + ")",
                        "Use a certificate of a public authority, with its whole chain: Pipedrive takes no self-signed one.");
            case HttpTimeoutException slow ->
                fail(
                        "does not answer within " + PATIENCE.toSeconds() + " s",
                        "See whether a firewall drops what comes in.");
            case ConnectException refused
            when isUnknown(refused) ->
                fail("has a name that does not resolve", "Correct PIPESTREAM_PUBLIC_URL, or the name's DNS record.");
            case ConnectException refused ->
                fail("refuses connections", "Start what should listen there, or correct PIPESTREAM_PUBLIC_URL.");
            default -> fail("breaks the connection (" + e.getMessage() + ")", "See the log of the proxy in front.");
        };
    }

    /** The JDK's client says it in the cause only. */
    private static boolean isUnknown(Throwable e) {
        for (var cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException
                    || cause instanceof java.nio.channels.UnresolvedAddressException) {
                return true;
            }
        }
        return false;
    }

    private CheckResult fail(String found, String cure) {
        return CheckResult.fail(
                NAME,
                publicUrl + ' ' + found
                        + ". (Tried from here; some networks do not let a machine reach its own public address.)",
                cure);
    }
}

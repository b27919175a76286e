package io.pipestream.console;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.pipestream.access.Sessions;
import io.quarkus.qute.RawString;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;
import org.jspecify.annotations.Nullable;

/** What every page needs around its own content; templates find it as {@code inject:shell}. */
@Named("shell")
@RequestScoped
public class Shell {

    /** Carries a sentence over a redirect, once. */
    static final String NOTICE = "pipestream_notice";

    private static final List<Link> SECTIONS = List.of(
            new Link("overview", "Overview", "/console"),
            new Link("events", "Events", "/console/events"),
            new Link("replays", "Replays", "/console/replays"),
            new Link("quarantine", "Quarantine", "/console/quarantine"),
            new Link("gaps", "Gaps", "/console/gaps"),
            new Link("backfills", "Backfills", "/console/backfills"),
            new Link("hooks", "Hooks", "/console/hooks"),
            new Link("triggers", "Triggers", "/console/triggers"),
            new Link("connections", "Connections", "/console/connections"));

    private final Assets assets;
    private final ConsoleConfig config;
    private final RoutingContext http;

    Shell(Assets assets, ConsoleConfig config, RoutingContext http) {
        this.assets = assets;
        this.config = config;
        this.http = http;
    }

    /** An entry of the navigation. */
    public record Link(String section, String text, String href) {}

    public List<Link> sections() {
        return SECTIONS;
    }

    public String asset(String name) {
        return assets.address(name);
    }

    public RawString inline(String name) {
        return assets.inline(name).text();
    }

    public @Nullable String sandboxUrl() {
        return config.sandboxUrl().orElse(null);
    }

    public boolean isSignedIn() {
        return http.request().getCookie(Sessions.COOKIE) != null;
    }

    /** What a form sends beside the session's cookie, so that no other site can send it. */
    public String formToken() {
        var cookie = http.request().getCookie(Sessions.COOKIE);
        return cookie == null ? "" : Sessions.formToken(cookie.getValue());
    }

    /** What the action that led here says of itself; null if none did. */
    public @Nullable String notice() {
        var cookie = http.request().getCookie(NOTICE);
        return cookie == null || cookie.getValue().isEmpty()
                ? null
                : URLDecoder.decode(cookie.getValue(), StandardCharsets.UTF_8);
    }
}

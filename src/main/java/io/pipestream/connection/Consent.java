package io.pipestream.connection;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.regex.Pattern;

import io.pipestream.connection.Connections.Connected;
import io.pipestream.pipedrive.Account;
import io.pipestream.pipedrive.Credential.Header;
import io.pipestream.pipedrive.OAuthClient;
import io.pipestream.pipedrive.PipedriveClient;
import io.pipestream.pipedrive.PipedriveRefusedException;
import io.pipestream.pipedrive.Purpose;
import io.pipestream.platform.Problems;
import io.pipestream.platform.Secrets;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** An account's consent to our app at Pipedrive: asked for, answered, withdrawn. */
@Singleton
public class Consent {

    private static final Logger LOG = Logger.getLogger(Consent.class);

    private static final Pattern API_DOMAIN =
            Pattern.compile("https://(" + Account.DOMAIN_SYNTAX + ")\\.pipedrive\\.com/?");

    private final OAuthClient oauth;
    private final PipedriveClient pipedrive;
    private final OAuthStateRepository states;
    private final ConnectionStore store;
    private final ConnectionConfig config;
    private final Clock clock;

    Consent(
            OAuthClient oauth,
            PipedriveClient pipedrive,
            OAuthStateRepository states,
            ConnectionStore store,
            ConnectionConfig config,
            Clock clock) {
        this.oauth = oauth;
        this.pipedrive = pipedrive;
        this.states = states;
        this.store = store;
        this.config = config;
        this.clock = clock;
    }

    /**
     * A question that was not answered yet.
     *
     * @param authorizeUrl where an admin of the account says yes or no, until {@code expiresAt} and once
     */
    public record Asked(URI authorizeUrl, String state, Instant expiresAt) {}

    /** What came of an answer. */
    sealed interface Answered {

        record Yes(String company, boolean isNew) implements Answered {}

        record No() implements Answered {}

        /** We did not ask for this answer, or had it already, or it came too late. */
        record NotAsked() implements Answered {}

        record Refused(String advice) implements Answered {}
    }

    /** Whether there is an app at Pipedrive to consent to. */
    public boolean isPossible() {
        return oauth.isConfigured();
    }

    /** Throws 409 {@code oauth-not-configured}. */
    public Asked ask() {
        if (!oauth.isConfigured()) {
            throw Problems.of(
                    Status.CONFLICT,
                    "oauth-not-configured",
                    "Set PIPEDRIVE_CLIENT_ID and PIPEDRIVE_CLIENT_SECRET to those of your app at Pipedrive.");
        }
        var state = Secrets.random(32);
        var now = clock.instant();
        var expiresAt = now.plus(config.consentWindow());
        states.add(Secrets.sha256(state), now, expiresAt);
        return new Asked(oauth.authorizeUrl(state), state, expiresAt);
    }

    /**
     * Takes the answer that a browser brings back.
     *
     * @param code null if the answer was no
     */
    Answered answer(@Nullable String state, @Nullable String code) {
        if (state == null || !states.take(Secrets.sha256(state), clock.instant())) {
            return new Answered.NotAsked();
        }
        if (code == null) {
            LOG.infof("consent refused");
            return new Answered.No();
        }
        try {
            return connect(code);
        } catch (PipedriveRefusedException e) {
            LOG.warnf(e, "account not connected after its consent reason=%s", e.reason());
            return new Answered.Refused(e.advice());
        }
    }

    private Answered connect(String code) {
        var tokens = oauth.exchange(code);
        var header = new Header("Authorization", "Bearer " + tokens.accessToken());
        var me = pipedrive.me(new Account(null, domain(tokens.apiDomain()), () -> header), Purpose.SETUP);
        Connected connected = store.put(me, tokens);
        LOG.infof(
                "account connected by consent company=%s connection=%s",
                me.companyId(), connected.ref().id());
        return new Answered.Yes(me.companyName(), connected.isNew());
    }

    /** Pipedrive tells us that a user has uninstalled the app, which ends all its tokens. */
    void withdrawn(String companyId, String userId) {
        var isOurs = store.uninstalled(companyId, userId);
        LOG.infof("app uninstalled company=%s user=%s connected=%s", companyId, userId, isOurs);
    }

    /** {@code acme} of {@code https://acme.pipedrive.com}; null for anything else, for the token is sent there. */
    static @Nullable String domain(String apiDomain) {
        var match = API_DOMAIN.matcher(apiDomain);
        return match.matches() ? match.group(1) : null;
    }
}

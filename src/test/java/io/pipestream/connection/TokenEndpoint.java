package io.pipestream.connection;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.pipestream.connection.Keyring.Refresher;
import io.pipestream.pipedrive.OAuthTokens;
import io.pipestream.pipedrive.PipedriveRefusedException;
import io.pipestream.pipedrive.PipedriveRefusedException.Reason;
import org.jspecify.annotations.Nullable;

/** Pipedrive's token endpoint as a function that counts. Tokens live an hour; the refresh token stays the same. */
final class TokenEndpoint implements Refresher {

    static final Duration LIFE = Duration.ofHours(1);

    private final Supplier<Instant> now;
    private final AtomicInteger refreshes = new AtomicInteger();
    private volatile @Nullable Reason refusal;
    private volatile Runnable during = () -> {};

    TokenEndpoint(Supplier<Instant> now) {
        this.now = now;
    }

    /** From now on it refuses, with this reason. */
    void refuse(Reason reason) {
        refusal = reason;
    }

    /** What happens elsewhere while Pipedrive makes up its mind. */
    void during(Runnable action) {
        during = action;
    }

    int refreshes() {
        return refreshes.get();
    }

    @Override
    public OAuthTokens refresh(String refreshToken) {
        var number = refreshes.incrementAndGet();
        during.run();
        var reason = refusal;
        if (reason != null) {
            throw new PipedriveRefusedException(reason, null, null);
        }
        return tokens("access-" + number, refreshToken, now.get());
    }

    static OAuthTokens tokens(String accessToken, String refreshToken, Instant now) {
        return new OAuthTokens(accessToken, refreshToken, now.plus(LIFE), "https://acme.pipedrive.com", "base");
    }
}

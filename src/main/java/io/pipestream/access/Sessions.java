package io.pipestream.access;

import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;

import io.pipestream.platform.Secrets;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Browsers that are signed in to the console. A session rests on the access key that opened it: when the key is revoked,
 * so is the session. The secret is in the browser's cookie alone; we keep its hash.
 */
@Singleton
public class Sessions {

    /** Name of the cookie. It is sent to {@link #PATH} only, so the management API never takes it for a key. */
    public static final String COOKIE = "pipestream_session";

    public static final String PATH = "/console";

    private static final Logger LOG = Logger.getLogger(Sessions.class);

    private final SessionRepository repository;
    private final Clock clock;
    private final Duration duration;

    Sessions(SessionRepository repository, Clock clock, AccessConfig config) {
        this.repository = repository;
        this.clock = clock;
        this.duration = config.sessionDuration();
    }

    /** What the browser is to keep, and how long that is good for. */
    public record Opened(String secret, Duration duration) {

        /** Keeps the secret out of logs. */
        @Override
        public String toString() {
            return "Opened[" + duration + ']';
        }
    }

    /** Empty if nobody has this key. */
    public Optional<Opened> open(String key) {
        var now = clock.instant();
        var secret = Secrets.random(32);
        var by = repository.open(Secrets.sha256(key), Secrets.sha256(secret), now, now.plus(duration));
        by.ifPresent(name -> LOG.infof("signed in to the console by=%s", name));
        return by.map(name -> new Opened(secret, duration));
    }

    /** Nothing happens if there is no such session. */
    public void close(String secret) {
        repository.close(Secrets.sha256(secret));
    }

    Optional<AccessKeyRepository.Holder> find(String secret) {
        return repository.find(Secrets.sha256(secret), clock.instant());
    }

    /** What a form of this session has to send beside its cookie. It tells nothing of the session's secret. */
    public static String formToken(String secret) {
        return HexFormat.of().formatHex(Secrets.sha256("form:" + secret));
    }
}

package io.pipestream.subscription;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import io.pipestream.connection.Connections;
import io.pipestream.pipedrive.PipedriveRefusedException;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Connects the configured account and subscribes it to what is configured; the {@link Reconciler} registers it. What
 * may pass by itself is tried again after a second at first and a quarter of an hour at most; what somebody has to mend,
 * once an hour, for each try costs tokens of the account.
 */
@Singleton
class ConfiguredAccount {

    private static final Logger LOG = Logger.getLogger(ConfiguredAccount.class);

    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);
    private static final Duration UNTIL_MENDED = Duration.ofHours(1);

    private final AccountConfig config;
    private final Connections connections;
    private final Subscriptions subscriptions;
    private final Clock clock;
    private boolean connected;
    private Instant nextTry = Instant.MIN;
    private Duration pause = SHORTEST_PAUSE;

    ConfiguredAccount(AccountConfig config, Connections connections, Subscriptions subscriptions, Clock clock) {
        this.config = config;
        this.connections = connections;
        this.subscriptions = subscriptions;
        this.clock = clock;
    }

    /** A bad setting stops the service at start. */
    void check(@Observes StartupEvent event) {
        config.events().forEach(EventPattern::parse);
    }

    /**
     * Does nothing once it has worked, or if it is not time for another try yet.
     *
     * @return whether it has worked just now
     */
    synchronized boolean connect() {
        if (connected || config.apiToken().isEmpty() || clock.instant().isBefore(nextTry)) {
            return false;
        }
        try {
            connect(config.apiToken().get());
            connected = true;
        } catch (PipedriveRefusedException e) {
            refused(e);
        } catch (RuntimeException e) {
            // Postgres, or another instance at the same work: either passes.
            LOG.warnf(e, "account not connected yet; trying again in=%s", pause);
            againSoon();
        }
        return connected;
    }

    private void connect(String token) {
        var connection =
                connections.connect(config.companyDomain().orElse(null), token).ref();
        for (var event : config.events()) {
            subscriptions.want(connection, EventPattern.parse(event), WebhookVersion.V2);
        }
        LOG.infof("account connected company=%s events=%s", connection.companyId(), config.events());
    }

    private void refused(PipedriveRefusedException e) {
        if (e.mayPass()) {
            LOG.warnf(
                    "account not connected yet; trying again reason=%s in=%s advice=%s", e.reason(), pause, e.advice());
            againSoon();
        } else {
            LOG.errorf("account not connected reason=%s in=%s advice=%s", e.reason(), UNTIL_MENDED, e.advice());
            nextTry = clock.instant().plus(UNTIL_MENDED);
        }
    }

    private void againSoon() {
        nextTry = clock.instant().plus(pause);
        var longer = pause.multipliedBy(2);
        pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
    }
}

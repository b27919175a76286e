package io.pipestream.subscription;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

import io.pipestream.connection.Connections;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * On start, connects the configured account, subscribes to what is configured, and registers anew what an earlier run
 * registered under another address. Pipedrive may be away or refuse one account: each is tried until it works, none
 * keeps another waiting, and the service is up meanwhile.
 */
@Singleton
class ConfiguredAccount {

    private static final Logger LOG = Logger.getLogger(ConfiguredAccount.class);

    private final AccountConfig config;
    private final Connections connections;
    private final Subscriptions subscriptions;
    private final Retries retries;
    private final AtomicBoolean started = new AtomicBoolean();
    private final Set<UUID> registering = ConcurrentHashMap.newKeySet();

    ConfiguredAccount(AccountConfig config, Connections connections, Subscriptions subscriptions, Retries retries) {
        this.config = config;
        this.connections = connections;
        this.subscriptions = subscriptions;
        this.retries = retries;
    }

    /** A bad setting stops the service at start. */
    void check(@Observes StartupEvent event) {
        config.events().forEach(EventPattern::parse);
    }

    /** Not before our own door is open: Pipedrive tries a callback address before it accepts it. */
    void doorIsOpen(@ObservesAsync HttpServerStart event) {
        start();
    }

    /** Likewise, for there may be no other door. */
    void secureDoorIsOpen(@ObservesAsync HttpsServerStart event) {
        start();
    }

    private void start() {
        if (!started.compareAndSet(false, true)) {
            return;
        }
        config.apiToken().ifPresent(token -> retries.untilDone("configured account", () -> connect(token)));
        retries.untilDone("connections", () -> connections.all().forEach(this::register));
    }

    private void connect(String token) {
        var connection =
                connections.connect(config.companyDomain().orElse(null), token).ref();
        for (var event : config.events()) {
            subscriptions.want(connection, EventPattern.parse(event), WebhookVersion.V2);
        }
        LOG.infof("account connected company=%s events=%s", connection.companyId(), config.events());
        register(connection);
    }

    private void register(Connections.Ref connection) {
        if (registering.add(connection.id())) {
            retries.untilDone("webhooks of company " + connection.companyId(), () -> register(connection.id()));
        }
    }

    /** Read anew each time: the token may have been renewed meanwhile, or the connection removed. */
    private void register(UUID id) {
        connections.all().stream()
                .filter(connection -> connection.id().equals(id))
                .forEach(subscriptions::register);
    }
}

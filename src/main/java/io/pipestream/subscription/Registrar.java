package io.pipestream.subscription;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.pipestream.connection.Connections;
import io.pipestream.pipedrive.PipedriveClient;
import io.pipestream.pipedrive.PipedriveRefusedException;
import io.pipestream.pipedrive.PipedriveRefusedException.Reason;
import io.pipestream.pipedrive.Purpose;
import io.pipestream.pipedrive.Webhook;
import io.pipestream.platform.Lease;
import io.pipestream.subscription.SubscriptionStore.Pair;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Brings Pipedrive's list of webhooks in line with a connection's subscriptions: lists first, keeps what is right,
 * creates what is missing, and only then deletes what points to our paths and is wrong, so that events are heard all
 * the time. A webhook that does not end in one of our paths is never touched. One instance at a time does it for a
 * connection, so nothing is registered twice.
 */
@Singleton
class Registrar {

    private static final Logger LOG = Logger.getLogger(Registrar.class);

    /** Longer than the calls to Pipedrive between two renewals take; a holder that died keeps others waiting as long. */
    private static final Duration LEASE = Duration.ofSeconds(60);

    private final PipedriveClient pipedrive;
    private final SubscriptionStore store;
    private final RegistrationCache cache;
    private final Lease lease;
    private final String publicUrl;

    Registrar(
            PipedriveClient pipedrive,
            SubscriptionStore store,
            RegistrationCache cache,
            Lease lease,
            @ConfigProperty(name = "pipestream.public-url") String publicUrl) {
        this.pipedrive = pipedrive;
        this.store = store;
        this.cache = cache;
        this.lease = lease;
        this.publicUrl = publicUrl.replaceAll("/+$", "");
    }

    /** A connection whose webhooks nobody else changes while the lease is held. */
    private record Site(Connections.Ref connection, Lease.Held held) {}

    /**
     * Registers each subscription's webhook exactly once, however often it is called and by however many at once.
     *
     * @return what Pipedrive refused, by subscription; each reason is kept with its registration too
     * @throws PipedriveRefusedException if Pipedrive does not even list its webhooks
     */
    Map<UUID, PipedriveRefusedException> register(Connections.Ref connection) {
        return lease.holding(leaseOf(connection), LEASE, held -> {
            var site = new Site(connection, held);
            var refused = new HashMap<UUID, PipedriveRefusedException>();
            var pairs = store.of(connection.id());
            var listed = list(connection, pairs);
            for (var pair : pairs) {
                held.renew();
                try {
                    register(site, pair, listed);
                } catch (PipedriveRefusedException e) {
                    store.noteProblem(pair.registration().id, e.advice());
                    refused.put(pair.subscription().id, e);
                }
            }
            cache.refresh();
            return refused;
        });
    }

    /** Deletes the webhook at Pipedrive and then the subscription. */
    void unregister(Connections.Ref connection, Pair pair) {
        lease.holding(leaseOf(connection), LEASE, held -> {
            var wanted = wanted(pair);
            var listed = pipedrive.webhooks(connection.account(), Purpose.SETUP);
            delete(
                    new Site(connection, held),
                    listed.stream().filter(wanted::owns).toList());
            store.remove(pair.subscription().id);
            cache.refresh();
            return pair;
        });
        LOG.infof("subscription removed subscription=%s event=%s", pair.subscription().id, pair.subscription().event);
    }

    private List<Webhook> list(Connections.Ref connection, List<Pair> pairs) {
        try {
            return pairs.isEmpty() ? List.of() : pipedrive.webhooks(connection.account(), Purpose.SETUP);
        } catch (PipedriveRefusedException e) {
            pairs.forEach(pair -> store.noteProblem(pair.registration().id, e.advice()));
            throw e;
        }
    }

    private void register(Site site, Pair pair, List<Webhook> listed) {
        var wanted = wanted(pair);
        var ours = listed.stream().filter(wanted::owns).toList();
        var right = ours.stream().filter(wanted::isServedBy).map(Webhook::id).findFirst();
        if (right.isEmpty()) {
            store.confirm(pair.registration().id, replace(site, wanted, ours));
            return;
        }
        // By id, for a second webhook may have the very same URL.
        var kept = right.get();
        delete(site, ours.stream().filter(webhook -> !webhook.id().equals(kept)).toList());
        store.confirm(pair.registration().id, kept);
    }

    /** Creates the webhook and deletes the wrong ones. Returns the new one's id. */
    private String replace(Site site, WantedWebhook wanted, List<Webhook> wrong) {
        var account = site.connection().account();
        var credentials = Credentials.random();
        // Known at our door before Pipedrive can knock. If we die in between, the webhook is found and kept next time.
        store.renew(wanted.registration().id, credentials);
        cache.refresh();
        String created;
        try {
            created = pipedrive
                    .createWebhook(account, Purpose.SETUP, wanted.with(credentials))
                    .id();
        } catch (PipedriveRefusedException e) {
            if (e.reason() != Reason.LIMIT_REACHED || wrong.isEmpty()) {
                throw e;
            }
            // There is no room for both: rather a moment without than wrong for ever.
            delete(site, wrong);
            return pipedrive
                    .createWebhook(account, Purpose.SETUP, wanted.with(credentials))
                    .id();
        }
        LOG.infof("webhook registered subscription=%s event=%s", wanted.subscription().id, wanted.subscription().event);
        delete(site, wrong);
        return created;
    }

    private void delete(Site site, List<Webhook> webhooks) {
        for (var webhook : webhooks) {
            site.held().renew();
            pipedrive.deleteWebhook(site.connection().account(), Purpose.SETUP, webhook.id());
        }
    }

    private WantedWebhook wanted(Pair pair) {
        return new WantedWebhook(pair.subscription(), pair.registration(), publicUrl);
    }

    private static String leaseOf(Connections.Ref connection) {
        return "registrar:" + connection.id();
    }
}

package io.pipestream.subscription;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import io.pipestream.connection.Connections;
import io.pipestream.pipedrive.PipedriveClient;
import io.pipestream.pipedrive.PipedriveConfig;
import io.pipestream.pipedrive.PipedriveRefusedException;
import io.pipestream.pipedrive.PipedriveRefusedException.Reason;
import io.pipestream.pipedrive.Webhook;
import io.pipestream.subscription.SubscriptionStore.Pair;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Brings Pipedrive's list of webhooks in line with a connection's subscriptions: lists first, keeps what is right,
 * creates what is missing, and only then deletes what points to our paths and is wrong, so that events are heard all
 * the time. A webhook that does not end in one of our paths is never touched. The caller holds the connection's lease.
 */
@Singleton
class Registrar {

    private static final Logger LOG = Logger.getLogger(Registrar.class);

    private final Connections connections;
    private final PipedriveClient pipedrive;
    private final SubscriptionStore store;
    private final RegistrationCache cache;
    private final Duration retryWindow;
    private final String publicUrl;

    Registrar(
            Connections connections,
            PipedriveClient pipedrive,
            SubscriptionStore store,
            RegistrationCache cache,
            PipedriveConfig config,
            @ConfigProperty(name = "pipestream.public-url") String publicUrl) {
        this.connections = connections;
        this.pipedrive = pipedrive;
        this.store = store;
        this.cache = cache;
        this.retryWindow = config.retryWindow();
        this.publicUrl = publicUrl.replaceAll("/+$", "");
    }

    /**
     * Registers each subscription's webhook exactly once, however often it is called.
     *
     * @param renewed subscriptions whose webhook is replaced though it is right
     * @return what became of each, by subscription; a refusal's reason is kept with the registration too
     * @throws PipedriveRefusedException if Pipedrive does not even list its webhooks
     */
    Map<UUID, Outcome> register(Site site, Set<UUID> renewed) {
        var pairs = store.of(site.connection().id());
        var listed = list(site, pairs);
        var outcomes = new LinkedHashMap<UUID, Outcome>();
        for (var pair : pairs) {
            site.held().renew();
            var subscription = pair.subscription().id;
            outcomes.put(subscription, register(site, wanted(pair), listed, renewed.contains(subscription)));
        }
        cache.refresh();
        return outcomes;
    }

    /** Deletes the webhook at Pipedrive and then the subscription. */
    void unregister(Site site, Pair pair) {
        var wanted = wanted(pair);
        var listed = pipedrive.webhooks(site.connection().account(), site.purpose());
        delete(site, listed.stream().filter(wanted::owns).toList());
        store.remove(pair.subscription().id);
        cache.refresh();
        LOG.infof("subscription removed subscription=%s event=%s", pair.subscription().id, pair.subscription().event);
    }

    private List<Webhook> list(Site site, List<Pair> pairs) {
        if (pairs.isEmpty()) {
            return List.of();
        }
        try {
            var listed = pipedrive.webhooks(site.connection().account(), site.purpose());
            // Now, and not once all is done: a later refusal is the newer truth.
            connections.noteAnswer(site.connection().id());
            return listed;
        } catch (PipedriveRefusedException e) {
            pairs.forEach(pair -> store.noteProblem(pair.registration().id, e.advice()));
            throw e;
        }
    }

    private Outcome register(Site site, WantedWebhook wanted, List<Webhook> listed, boolean renew) {
        var ours = listed.stream().filter(wanted::owns).toList();
        try {
            var right = renew ? Optional.<Webhook>empty() : right(wanted, ours);
            return new Outcome(
                    right.isPresent() ? keep(site, wanted, right.get(), ours) : replace(site, wanted, ours), null);
        } catch (PipedriveRefusedException e) {
            store.noteProblem(wanted.registration().id, e.advice());
            return new Outcome(
                    Refusal.isAboutRights(e)
                            ? new Finding.Unauthorised(e.advice())
                            : new Finding.Unregistered(e.advice(), ours.stream().anyMatch(wanted::isHeardBy)),
                    e);
        }
    }

    /** Of several right ones that which we know. */
    private static Optional<Webhook> right(WantedWebhook wanted, List<Webhook> ours) {
        var right =
                ours.stream().filter(webhook -> wanted.fault(webhook) == null).toList();
        return right.stream()
                .filter(webhook -> webhook.id().equals(wanted.registration().webhookId))
                .findFirst()
                .or(() -> right.stream().findFirst());
    }

    private Finding keep(Site site, WantedWebhook wanted, Webhook kept, List<Webhook> ours) {
        // By id, for a second webhook may have the very same URL.
        var others =
                ours.stream().filter(webhook -> !webhook.id().equals(kept.id())).toList();
        if (!others.isEmpty()) {
            LOG.warnf(
                    "webhook registered more than once; the others are deleted subscription=%s",
                    wanted.subscription().id);
        }
        delete(site, others);
        store.confirm(wanted.registration().id, kept, overlap(wanted, others));
        return new Finding.Right();
    }

    /** Creates the webhook and deletes the wrong ones. */
    private Finding replace(Site site, WantedWebhook wanted, List<Webhook> wrong) {
        var credentials = Credentials.random();
        // Known at our door before Pipedrive can knock. If we die in between, the webhook is found and kept next time.
        store.renew(wanted.registration().id, credentials);
        cache.refresh();
        var isHeard = wrong.stream().anyMatch(wanted::isHeardBy);
        Webhook created;
        try {
            created = create(site, wanted, credentials);
        } catch (PipedriveRefusedException e) {
            if (e.reason() != Reason.LIMIT_REACHED || wrong.isEmpty() || isHeard) {
                throw e;
            }
            // There is no room for both, and nothing is heard anyway: rather a moment without than wrong for ever.
            delete(site, wrong);
            created = create(site, wanted, credentials);
        }
        delete(site, wrong);
        store.confirm(wanted.registration().id, created, overlap(wanted, wrong));
        var found = wrong.isEmpty()
                ? "Pipedrive did not have it"
                : Objects.requireNonNullElse(wanted.fault(wrong.getFirst()), "new credentials were asked for");
        LOG.infof(
                "webhook registered subscription=%s event=%s found=%s",
                wanted.subscription().id, wanted.subscription().event, found);
        return new Finding.Replaced(found, isHeard);
    }

    /** How long after its end retries of a webhook that was heard may still come; zero if none was. */
    private Duration overlap(WantedWebhook wanted, List<Webhook> deleted) {
        return deleted.stream().anyMatch(wanted::isHeardBy) ? retryWindow : Duration.ZERO;
    }

    private Webhook create(Site site, WantedWebhook wanted, Credentials credentials) {
        return pipedrive.createWebhook(site.connection().account(), site.purpose(), wanted.with(credentials));
    }

    private void delete(Site site, List<Webhook> webhooks) {
        for (var webhook : webhooks) {
            site.held().renew();
            pipedrive.deleteWebhook(site.connection().account(), site.purpose(), webhook.id());
        }
    }

    private WantedWebhook wanted(Pair pair) {
        return new WantedWebhook(pair.subscription(), pair.registration(), publicUrl);
    }
}

package io.pipestream.subscription;

import java.util.ArrayList;
import java.util.List;

import io.pipestream.connection.Connections;
import io.pipestream.pipedrive.PipedriveClient;
import io.pipestream.pipedrive.PipedriveRefusedException;
import io.pipestream.pipedrive.Purpose;
import io.pipestream.pipedrive.Webhook;
import io.pipestream.platform.CheckResult;
import io.pipestream.subscription.SubscriptionStore.Pair;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Compares Pipedrive's list of webhooks with a connection's subscriptions, and leaves both as they are. */
@Singleton
class WebhookLook {

    private static final String NAME = "pipedrive.webhooks";

    private final SubscriptionStore store;
    private final HealthKeeper keeper;
    private final PipedriveClient pipedrive;
    private final String publicUrl;

    WebhookLook(
            SubscriptionStore store,
            HealthKeeper keeper,
            PipedriveClient pipedrive,
            @ConfigProperty(name = "pipestream.public-url") String publicUrl) {
        this.store = store;
        this.keeper = keeper;
        this.pipedrive = pipedrive;
        this.publicUrl = publicUrl.replaceAll("/+$", "");
    }

    /**
     * Costs 10 tokens.
     *
     * @throws PipedriveRefusedException if Pipedrive does not list them
     */
    CheckResult look(Connections.Ref connection, String who) {
        var pairs = store.of(connection.id());
        if (pairs.isEmpty()) {
            return CheckResult.warn(
                    NAME,
                    who + "Nothing is subscribed to.",
                    "Run ./pipestream subscriptions add added.deal, or set PIPESTREAM_ACCOUNT_EVENTS.");
        }
        var listed = pipedrive.webhooks(connection.account(), Purpose.OPERATOR);
        var wrong = new ArrayList<String>();
        pairs.forEach(pair -> {
            var fault = fault(pair, listed);
            if (fault != null) {
                wrong.add(pair.subscription().event + ": " + fault);
            }
        });
        if (!wrong.isEmpty()) {
            return CheckResult.fail(
                    NAME,
                    who + "Pipedrive does not have our webhooks as they should be. " + String.join("; ", wrong) + '.',
                    "POST /api/connections/" + connection.id()
                            + "/registrations/check puts them right now; by itself it is done with the next check.");
        }
        var unwell = keeper.of(connection.id()).stream()
                .filter(registration -> !registration.standing().health().isWell())
                .map(registration -> registration.event() + ": "
                        + registration.standing().health().word())
                .toList();
        return unwell.isEmpty()
                ? CheckResult.ok(NAME, who + pairs.size() + " webhooks are registered.")
                : CheckResult.warn(
                        NAME,
                        who + "The webhooks are registered and do not tell everything. " + String.join("; ", unwell)
                                + '.',
                        "A ban ends by itself and is repaired; GET /api/connections/" + connection.id()
                                + "/registrations says why and until when.");
    }

    private @Nullable String fault(Pair pair, List<Webhook> listed) {
        var wanted = new WantedWebhook(pair.subscription(), pair.registration(), publicUrl);
        var ours = listed.stream().filter(wanted::owns).toList();
        if (ours.stream().anyMatch(webhook -> wanted.fault(webhook) == null)) {
            return ours.size() == 1 ? null : "it is there " + ours.size() + " times";
        }
        return ours.isEmpty() ? "it is missing" : wanted.fault(ours.getFirst());
    }
}

package io.pipestream.pipedrive;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.pipestream.pipedrive.PipedriveRefusedException.Reason;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * The only caller of Pipedrive. Blocking; every method throws {@link PipedriveRefusedException}. What it costs is counted
 * under its purpose, and what nobody waits for is refused once our share of the day is spent.
 */
@Singleton
public class PipedriveClient {

    private static final String WEBHOOKS = "/v1/webhooks";

    private final Transport transport;
    private final TokenLedger ledger;

    PipedriveClient(Transport transport, TokenLedger ledger) {
        this.transport = transport;
        this.ledger = ledger;
    }

    /** Whose token it is. Costs 2 tokens. */
    public Me me(Account account, Purpose purpose) {
        var call = Call.get("/v1/users/me", 2);
        var answer = transport.call(account, purpose, call);
        var data = answer.body().path("data");
        var companyId = data.path("company_id").asText();
        var domain = data.path("company_domain").asText();
        if (companyId.isEmpty() || domain.isEmpty()) {
            throw new PipedriveRefusedException(Reason.UNREADABLE, "users/me names no company", null);
        }
        if (account.companyId() == null) {
            ledger.note(companyId, purpose, answer.attempts() * call.cost(), answer.attempts());
            ledger.learn(companyId, answer.limits());
        }
        return new Me(
                data.path("id").asText(),
                companyId,
                domain,
                data.path("company_name").asText(domain));
    }

    /** Every webhook the token's user can see, foreign ones included. Costs 10 tokens. */
    public List<Webhook> webhooks(Account account, Purpose purpose) {
        var found = new ArrayList<Webhook>();
        for (var row : data(account, purpose, Call.get(WEBHOOKS, 10))) {
            // Whether Pipedrive goes on listing what it has removed is not documented.
            if (!row.hasNonNull("remove_time")) {
                found.add(webhook(row));
            }
        }
        return found;
    }

    /**
     * Costs 10 tokens. Not made twice by itself: after {@code UNAVAILABLE} it may have been created, so list before you
     * try again.
     */
    public Webhook createWebhook(Account account, Purpose purpose, NewWebhook wanted) {
        var body = JsonNodeFactory.instance
                .objectNode()
                .put("subscription_url", wanted.subscriptionUrl())
                .put("event_action", wanted.action())
                .put("event_object", wanted.object())
                .put("version", wanted.version())
                .put("name", wanted.name())
                .put("http_auth_user", wanted.httpUser())
                .put("http_auth_password", wanted.httpPassword());
        return webhook(data(account, purpose, Call.post(WEBHOOKS, body, 10)));
    }

    /** Deletes it, or does nothing if it is gone already. Costs 6 tokens. */
    public void deleteWebhook(Account account, Purpose purpose, String id) {
        try {
            data(account, purpose, Call.delete(WEBHOOKS + '/' + Call.encoded(id), 6));
        } catch (PipedriveRefusedException e) {
            if (e.reason() != Reason.NOT_FOUND) {
                throw e;
            }
        }
    }

    /**
     * What changed after a time, deleted records included; a month back at most. Costs 20 tokens a page.
     *
     * @param since    cut to the second; whether changes in that very second are listed, Pipedrive leaves open
     * @param objects  {@code deal}, {@code note}; none means all. Pipedrive lists no leads here
     * @param position empty at the start, then {@link Page#next()}
     * @param limit    rows of a page, 500 at most
     */
    public Page recents(
            Account account, Purpose purpose, Instant since, Set<String> objects, String position, int limit) {
        var request = new RecentsRequest(since, objects, position, limit);
        return request.read(transport.call(account, purpose, request.call()).body());
    }

    /**
     * What changed in a time and is still in the list, in the order of change. Costs {@link Listing#cost()} a page.
     *
     * @param since    inclusive, cut to the second; keep it the same from page to page, as well as {@code until}
     * @param until    exclusive; null for none
     * @param position empty at the start, then {@link Page#next()}
     * @param limit    rows of a page, 500 at most
     */
    public Page changed(
            Account account,
            Purpose purpose,
            Listing listing,
            Instant since,
            @Nullable Instant until,
            String position,
            int limit) {
        var request = new ListRequest(listing, since, until, position, limit);
        return request.read(transport.call(account, purpose, request.call()).body());
    }

    /**
     * What the keys or ids of a list are called now. Costs {@link DefinitionList#cost()} a page of 500.
     *
     * @param position empty at the start, then {@link Definition.Page#next()}
     */
    public Definition.Page definitions(Account account, Purpose purpose, DefinitionList list, String position) {
        var request = new DefinitionRequest(list, position);
        return request.read(transport.call(account, purpose, request.call()).body());
    }

    /**
     * How far Pipedrive's clock was ahead of ours when it last answered, to about a second; null if it did not tell. No
     * call.
     */
    public @Nullable Duration clockOffset() {
        return transport.clockOffset();
    }

    private JsonNode data(Account account, Purpose purpose, Call call) {
        return transport.call(account, purpose, call).body().path("data");
    }

    private static Webhook webhook(JsonNode row) {
        return new Webhook(
                row.path("id").asText(),
                row.path("subscription_url").asText(),
                row.path("event_action").asText(),
                row.path("event_object").asText(),
                row.path("version").asText(),
                row.path("is_active").asBoolean(true),
                RowReader.text(row, "user_id"),
                RowReader.text(row, "http_auth_user"),
                RowReader.text(row, "http_auth_password"));
    }
}

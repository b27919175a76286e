package io.pipestream.connection;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.pipestream.pipedrive.Account;
import io.pipestream.pipedrive.Me;
import io.pipestream.pipedrive.PipedriveClient;
import io.pipestream.pipedrive.PipedriveRefusedException;
import io.pipestream.pipedrive.Purpose;
import io.pipestream.platform.Problems;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.core.Response.Status;
import org.jspecify.annotations.Nullable;

/** The accounts we listen to. */
@Singleton
public class Connections {

    private final PipedriveClient pipedrive;
    private final ConnectionStore store;

    Connections(PipedriveClient pipedrive, ConnectionStore store) {
        this.pipedrive = pipedrive;
        this.store = store;
    }

    /**
     * What other packages may know of a connection. It stays good for as long as the connection is there: its credential
     * is read, and refreshed where that is due, whenever Pipedrive is called.
     *
     * @param companyId   Pipedrive's id of the account
     * @param connectedAt since when what happens in the account is ours to tell
     */
    public record Ref(UUID id, String companyId, Account account, Instant connectedAt) {}

    /** The connection of the token's account, and whether it is new. */
    public record Connected(Ref ref, boolean isNew) {}

    /**
     * Connects the token's account, or takes the token as the newer one of an account that is connected already.
     *
     * @throws PipedriveRefusedException if Pipedrive does not accept the token
     */
    public Connected connect(@Nullable String companyDomain, String apiToken) {
        var me = pipedrive.me(Account.ofToken(null, companyDomain, apiToken), Purpose.SETUP);
        return store.put(me, apiToken);
    }

    /** Likewise, for the account that this connection is of. Throws 409 {@code connection-mismatch} for another's token. */
    public void replaceToken(UUID id, String apiToken) {
        var known = get(id);
        var account = Account.ofToken(known.companyId(), known.account().companyDomain(), apiToken);
        var me = pipedrive.me(account, Purpose.SETUP);
        if (!me.companyId().equals(known.companyId())) {
            throw Problems.of(
                    Status.CONFLICT,
                    "connection-mismatch",
                    "The token is of company " + me.companyId() + ", the connection of company " + known.companyId()
                            + ". POST it to /api/connections to connect that one.");
        }
        store.put(me, apiToken);
    }

    /** Whose credential it is, asked anew; the connection's state becomes what Pipedrive says. */
    public Me test(UUID id) {
        var connection = get(id);
        try {
            var me = pipedrive.me(connection.account(), Purpose.OPERATOR);
            noteState(id, ConnectionState.ACTIVE, "");
            return me;
        } catch (PipedriveRefusedException e) {
            noteRefusal(id, e);
            throw e;
        }
    }

    /** Throws 404 {@code connection-not-found}. */
    @Transactional
    public Ref get(UUID id) {
        return store.ref(ConnectionStore.load(id));
    }

    /** Every connection. */
    @Transactional
    public List<Ref> all() {
        return Connection.<Connection>listAll().stream().map(store::ref).toList();
    }

    /** Every connection for people, in the order in which they came. */
    @Transactional
    public List<ConnectionView> views() {
        return Connection.<Connection>list("order by createdAt").stream()
                .map(ConnectionView::of)
                .toList();
    }

    /** Throws 404 {@code connection-not-found}. */
    @Transactional
    public ConnectionView view(UUID id) {
        return ConnectionView.of(ConnectionStore.load(id));
    }

    /** Throws 409 {@code connection-in-use} while there are subscriptions. */
    public void remove(UUID id) {
        store.remove(id);
    }

    /** Throws 404 {@code connection-not-found}. */
    @Transactional
    public ConnectionState state(UUID id) {
        return ConnectionStore.load(id).state;
    }

    /**
     * Notes what a call to Pipedrive has shown. A consent that has ended stays so whatever is noted: only a new consent
     * or a token helps. Nothing happens if the connection is gone.
     *
     * @param reason what to do, in words for people; not kept with {@link ConnectionState#ACTIVE}
     */
    public void noteState(UUID id, ConnectionState state, String reason) {
        store.note(id, state, reason);
    }

    /** Notes a refusal that is about the account as a whole, and nothing for any other. */
    public void noteRefusal(UUID id, PipedriveRefusedException refusal) {
        switch (refusal.reason()) {
            case UNAUTHORISED -> noteState(id, ConnectionState.TOKEN_REFUSED, refusal.advice());
            case ACCOUNT_CLOSED -> noteState(id, ConnectionState.ACCOUNT_CLOSED, refusal.advice());
            case BLOCKED -> noteState(id, ConnectionState.BLOCKED, refusal.advice());
            // The keyring has noted the first; the others say nothing of the account.
            case CONSENT_REVOKED,
                    FORBIDDEN,
                    NOT_FOUND,
                    INVALID,
                    LIMIT_REACHED,
                    RATE_LIMITED,
                    UNAVAILABLE,
                    UNREADABLE,
                    BUDGET_SPENT,
                    DAY_SPENT,
                    PAUSED -> {}
        }
    }
}

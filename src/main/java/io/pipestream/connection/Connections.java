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
    private final StateKeeper states;

    Connections(PipedriveClient pipedrive, ConnectionStore store, StateKeeper states) {
        this.pipedrive = pipedrive;
        this.store = store;
        this.states = states;
    }

    /**
     * What other packages may know of a connection. It stays good for as long as the connection is there: its credential
     * is read, and refreshed where that is due, whenever Pipedrive is called, and what Pipedrive then refuses is noted
     * with the connection, whoever calls.
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
        var account = new Account(
                known.companyId(), known.account().companyDomain(), new CandidateToken(id, apiToken, states));
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
        var me = pipedrive.me(get(id).account(), Purpose.OPERATOR);
        noteAnswer(id);
        return me;
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
     * Notes that Pipedrive has answered a call with the connection's credential, so that it can be used. Refusals need no
     * such call.
     */
    public void noteAnswer(UUID id) {
        states.answered(id);
    }
}

package io.pipestream.connection;

import java.util.List;
import java.util.UUID;

import io.pipestream.pipedrive.Account;
import io.pipestream.pipedrive.Me;
import io.pipestream.pipedrive.PipedriveClient;
import io.pipestream.pipedrive.Purpose;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
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
     * What other packages may know of a connection.
     *
     * @param companyId Pipedrive's id of the account
     */
    public record Ref(UUID id, String companyId, Account account) {}

    /** The connection of the token's account, and whether it is new. */
    public record Connected(Ref ref, boolean isNew) {}

    /**
     * Connects the token's account, or takes the token as the newer one of an account that is connected already.
     *
     * @throws io.pipestream.pipedrive.PipedriveRefusedException if Pipedrive does not accept the token
     */
    public Connected connect(@Nullable String companyDomain, String apiToken) {
        var me = pipedrive.me(Account.ofToken(null, companyDomain, apiToken), Purpose.SETUP);
        return store.put(me, apiToken);
    }

    /** Whose token it is, asked anew. */
    Me test(UUID id) {
        return pipedrive.me(get(id).account(), Purpose.OPERATOR);
    }

    /** Throws 404 {@code connection-not-found}. */
    @Transactional
    public Ref get(UUID id) {
        return ConnectionStore.ref(ConnectionStore.load(id));
    }

    /** Every connection. */
    @Transactional
    public List<Ref> all() {
        return Connection.<Connection>listAll().stream()
                .map(ConnectionStore::ref)
                .toList();
    }
}

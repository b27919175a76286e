package io.pipestream.connection;

import java.time.Clock;
import java.util.UUID;

import io.pipestream.connection.Connections.Connected;
import io.pipestream.connection.Connections.Ref;
import io.pipestream.pipedrive.Me;
import io.pipestream.platform.AdvisoryLock;
import io.pipestream.platform.AdvisoryLockRepository;
import io.pipestream.platform.Problems;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.core.Response.Status;
import org.hibernate.exception.ConstraintViolationException;

/** Rows of {@code connection}, in short transactions that hold no call to Pipedrive. */
@Singleton
class ConnectionStore {

    private final Clock clock;
    private final AdvisoryLockRepository locks;

    ConnectionStore(Clock clock, AdvisoryLockRepository locks) {
        this.clock = clock;
        this.locks = locks;
    }

    @Transactional
    Connected put(Me me, String apiToken) {
        locks.take(AdvisoryLock.CONNECTIONS);
        var known = Connection.<Connection>find("companyId", me.companyId()).firstResultOptional();
        if (known.isPresent()) {
            known.get().renew(me, apiToken);
            return new Connected(ref(known.get()), false);
        }
        var connection = new Connection(UUID.randomUUID(), me, apiToken, clock.instant());
        connection.persist();
        return new Connected(ref(connection), true);
    }

    @Transactional
    void remove(UUID id) {
        try {
            load(id).delete();
            Connection.flush();
        } catch (ConstraintViolationException e) {
            throw Problems.of(
                    Status.CONFLICT,
                    "connection-in-use",
                    "Delete the connection's subscriptions first: their webhooks are still registered at Pipedrive.");
        }
    }

    static Connection load(UUID id) {
        return Connection.<Connection>findByIdOptional(id).orElseThrow(() -> Problems.notFound("connection", id));
    }

    static Ref ref(Connection connection) {
        return new Ref(connection.id, connection.companyId, connection.account());
    }
}

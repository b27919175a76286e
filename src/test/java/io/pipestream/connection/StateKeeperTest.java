package io.pipestream.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.UUID;

import io.pipestream.pipedrive.Me;
import io.pipestream.pipedrive.PipedriveRefusedException;
import io.pipestream.pipedrive.PipedriveRefusedException.Reason;
import io.pipestream.support.Api;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.persistence.PersistenceException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a call has shown of a connection is noted whatever becomes of the work that the call was made for. */
@QuarkusTest
class StateKeeperTest {

    private final ConnectionStore connections;
    private final StateKeeper states;
    private final Clock clock;
    private UUID id = new UUID(0, 0);

    StateKeeperTest(ConnectionStore connections, StateKeeper states, Clock clock) {
        this.connections = connections;
        this.states = states;
        this.clock = clock;
    }

    @BeforeEach
    void anAccountIsConnected() {
        var me = new Me("1", "states-" + UUID.randomUUID(), "acme", "Acme");
        // Nothing is subscribed to, so nobody calls Pipedrive with it.
        id = connections
                .put(me, TokenEndpoint.tokens("access", "refresh", clock.instant()))
                .ref()
                .id();
    }

    @AfterEach
    void theAccountIsGone() {
        connections.remove(id);
    }

    @Test
    void aRefusalIsNotedThoughItsCallersTransactionIsRolledBack() {
        // When
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> {
                    states.refused(id, refusal(Reason.UNAUTHORISED));
                    throw refusal(Reason.UNAUTHORISED);
                }))
                .isInstanceOf(PipedriveRefusedException.class);

        // Then
        assertThat(shown("state")).isEqualTo("token_refused");
        assertThat(shown("state_reason")).contains("API token").contains("Pipedrive said: no");
    }

    @Test
    void aCallerThatHasLockedTheConnectionIsNotKeptWaitingForEver() {
        // When
        QuarkusTransaction.requiringNew().run(() -> {
            ConnectionStore.locked(id);
            assertThatThrownBy(() -> states.refused(id, refusal(Reason.BLOCKED)))
                    .isInstanceOf(PersistenceException.class);
        });

        // Then
        assertThat(shown("state")).isEqualTo("active");
        states.refused(id, refusal(Reason.BLOCKED));
        assertThat(shown("state")).isEqualTo("blocked");
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"UNAUTHORISED", "ACCOUNT_CLOSED", "BLOCKED"})
    void aRefusalThatIsNotAboutTheAccountChangesNothing(Reason reason) {
        // When
        states.refused(id, refusal(reason));

        // Then
        assertThat(shown("state")).isEqualTo("active");
    }

    @Test
    void ofAConnectionThatIsGoneNothingIsNoted() {
        // When
        states.refused(UUID.randomUUID(), refusal(Reason.UNAUTHORISED));

        // Then
        assertThat(shown("state")).isEqualTo("active");
    }

    private static PipedriveRefusedException refusal(Reason reason) {
        return new PipedriveRefusedException(reason, "no", null);
    }

    private String shown(String field) {
        return Api.get("/api/connections/" + id).json().path(field).asText();
    }
}

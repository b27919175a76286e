package io.pipestream.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.sql.DataSource;

import io.pipestream.pipedrive.Credential.Header;
import io.pipestream.pipedrive.Me;
import io.pipestream.pipedrive.PipedriveRefusedException;
import io.pipestream.pipedrive.PipedriveRefusedException.Reason;
import io.pipestream.platform.Lease;
import io.pipestream.support.Api;
import io.pipestream.support.SandboxClient;
import io.quarkus.test.junit.QuarkusTest;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Access tokens are refreshed in time and once, and a consent that has ended is seen. Two keyrings are two replicas. */
@QuarkusTest
class KeyringTest {

    private static final Duration REFRESH_BEFORE = Duration.ofMinutes(5);

    private final ConnectionStore connections;
    private final StateKeeper states;
    private final CredentialStore store;
    private final Lease lease;
    private final DataSource postgres;

    private final MovedClock clock = new MovedClock(Instant.parse("2026-03-02T10:00:00Z"));
    private final TokenEndpoint pipedrive = new TokenEndpoint(clock::instant);
    private Keyring one;
    private Keyring other;
    private UUID id = new UUID(0, 0);
    private Me me = new Me("1", "", "acme", "Acme");

    KeyringTest(
            ConnectionStore connections, StateKeeper states, CredentialStore store, Lease lease, DataSource postgres) {
        this.connections = connections;
        this.states = states;
        this.store = store;
        this.lease = lease;
        this.postgres = postgres;
        this.one = replica();
        this.other = replica();
    }

    @BeforeEach
    void anAccountHasConsented() {
        me = new Me("1", "keyring-" + UUID.randomUUID(), "acme", "Acme");
        id = connections
                .put(me, TokenEndpoint.tokens("access-0", "refresh", clock.instant()))
                .ref()
                .id();
        // The row says so by the service's own clock.
        refreshedAt(clock.instant());
    }

    @AfterEach
    void theAccountIsGone() {
        connections.remove(id);
    }

    @Test
    void twentyCallsOfTwoReplicasThatFindAnExpiredTokenRefreshItOnce() throws Exception {
        // Given
        clock.advance(TokenEndpoint.LIFE);

        // When
        var headers = twentyAtOnce(keyring -> keyring.header(id));

        // Then
        assertThat(headers).hasSize(20).containsOnly(bearer("access-1"));
        assertThat(pipedrive.refreshes()).isEqualTo(1);
    }

    @Test
    void twentyCallsOfTwoReplicasWhoseTokenWasRefusedRefreshItOnce() throws Exception {
        // When
        var renewed = twentyAtOnce(keyring -> keyring.renew(id, bearer("access-0")));

        // Then
        assertThat(renewed).hasSize(20).containsOnly(true);
        assertThat(pipedrive.refreshes()).isEqualTo(1);
        assertThat(one.header(id)).isEqualTo(bearer("access-1"));
    }

    @Test
    void aTokenIsRefreshedBeforeItExpiresAndNoEarlier() {
        // When
        clock.advance(TokenEndpoint.LIFE.minus(REFRESH_BEFORE).minusSeconds(1));
        var early = one.header(id);
        clock.advance(Duration.ofSeconds(1));
        var due = one.header(id);

        // Then
        assertThat(early).isEqualTo(bearer("access-0"));
        assertThat(due).isEqualTo(bearer("access-1"));
    }

    @Test
    void whilePipedriveIsAwayATokenServesUntilItExpiresAndIsNotAskedForEachTime() {
        // Given
        pipedrive.refuse(Reason.UNAVAILABLE);
        clock.advance(TokenEndpoint.LIFE.minusSeconds(60));

        // When
        var headers = List.of(one.header(id), one.header(id), one.header(id));

        // Then
        assertThat(headers).containsOnly(bearer("access-0"));
        assertThat(pipedrive.refreshes()).isEqualTo(1);

        // When
        clock.advance(Duration.ofSeconds(60));
        var refused = catchThrowableOfType(PipedriveRefusedException.class, () -> one.header(id));

        // Then
        assertThat(refused.reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(shown("state")).isEqualTo("active");
    }

    @ParameterizedTest
    @CsvSource({"PT1H, consent_revoked", "P59DT23H, consent_revoked", "P60D, consent_expired"})
    void aConsentThatHasEndedIsSeenWithWhatToDo(Duration unused, String state) {
        // Given
        pipedrive.refuse(Reason.CONSENT_REVOKED);
        clock.advance(unused);

        // When
        for (var keyring : List.of(one, one, other)) {
            assertThat(catchThrowableOfType(PipedriveRefusedException.class, () -> keyring.header(id))
                            .reason())
                    .isEqualTo(Reason.CONSENT_REVOKED);
        }

        // Then
        assertThat(pipedrive.refreshes()).as("asked once and then no more").isEqualTo(1);
        assertThat(shown("state")).isEqualTo(state);
        assertThat(shown("state_reason")).contains("POST /api/connections/oauth");
        assertThat(Instant.parse(shown("state_since"))).isEqualTo(clock.instant());
        Awaitility.await("the metric shows it")
                .atMost(Duration.ofSeconds(30))
                .until(() -> Api.metric("pipestream_connections", '"' + state + '"') == 1);
    }

    @Test
    void whatOthersNoteDoesNotHideThatTheConsentHasEnded() {
        // Given
        pipedrive.refuse(Reason.CONSENT_REVOKED);
        clock.advance(TokenEndpoint.LIFE);
        assertThatThrownBy(() -> one.header(id)).isInstanceOf(PipedriveRefusedException.class);

        // When
        states.answered(id);
        states.refused(id, new PipedriveRefusedException(Reason.UNAUTHORISED, "late", null));

        // Then
        assertThat(shown("state")).isEqualTo("consent_revoked");

        // When
        connections.put(me, TokenEndpoint.tokens("access-new", "refresh-new", clock.instant()));

        // Then
        assertThat(shown("state")).isEqualTo("active");
        assertThat(one.header(id)).isEqualTo(bearer("access-new"));
    }

    @ParameterizedTest
    @CsvSource(
            value = {"NULL", "CONSENT_REVOKED"},
            nullValues = "NULL")
    void aConsentGivenWhileTheOldOneIsRefreshedStays(@Nullable Reason refusal) {
        // Given
        clock.advance(TokenEndpoint.LIFE);
        if (refusal != null) {
            pipedrive.refuse(refusal);
        }
        pipedrive.during(() -> connections.put(me, TokenEndpoint.tokens("access-new", "refresh-new", clock.instant())));

        // When
        try {
            one.header(id);
        } catch (PipedriveRefusedException e) {
            assertThat(e.reason()).isEqualTo(refusal);
        }

        // Then
        assertThat(other.header(id)).isEqualTo(bearer("access-new"));
        assertThat(shown("state")).isEqualTo("active");
    }

    @Test
    void aConsentThatNothingUsesIsKeptAlive() {
        // When
        one.keepAlive(clock.instant());
        clock.advance(Duration.ofDays(31));
        one.keepAlive(clock.instant().minus(Duration.ofDays(30)));
        other.keepAlive(clock.instant().minus(Duration.ofDays(30)));

        // Then
        assertThat(pipedrive.refreshes()).isEqualTo(1);
    }

    @Test
    void aTokenInPlaceOfTheConsentIsShownToPipedriveFromThenOn() {
        // When
        connections.put(me, "api-token");

        // Then
        assertThat(one.header(id)).isEqualTo(new Header("x-api-token", "api-token"));
        assertThat(one.renew(id, bearer("access-0"))).isTrue();
        assertThat(one.renew(id, new Header("x-api-token", "api-token"))).isFalse();
        assertThat(shown("auth")).isEqualTo("api_token");
        assertThat(pipedrive.refreshes()).isZero();
    }

    @Test
    void theTokenOfAnotherAccountIsNotTaken() {
        // When
        var refused =
                Api.put("/api/connections/" + id + "/token", "{\"api_token\": \"" + SandboxClient.token() + "\"}");

        // Then
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("type").asText()).isEqualTo("/problems/connection-mismatch");
        assertThat(one.header(id)).isEqualTo(bearer("access-0"));
    }

    @Test
    void noSecretIsStoredInClear() throws Exception {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(
                        "SELECT access_token, refresh_token FROM connection WHERE id = ?")) {
            statement.setObject(1, id);
            try (var row = statement.executeQuery()) {
                assertThat(row.next()).isTrue();
                assertThat(List.of(row.getString(1), row.getString(2)))
                        .allSatisfy(stored -> assertThat(stored).startsWith("sealed:1:"));
            }
        }
    }

    private Keyring replica() {
        return new Keyring(store, lease, clock, REFRESH_BEFORE, pipedrive);
    }

    private interface Use<T> {
        T of(Keyring keyring);
    }

    /** Ten calls at each replica; Pipedrive answers the first only once all are on their way. */
    private <T> List<T> twentyAtOnce(Use<T> use) throws Exception {
        var onTheirWay = new CountDownLatch(20);
        pipedrive.during(() -> await(onTheirWay));
        try (var pool = Executors.newFixedThreadPool(20)) {
            var calls = IntStream.range(0, 20)
                    .<Callable<T>>mapToObj(number -> () -> {
                        onTheirWay.countDown();
                        return use.of(number % 2 == 0 ? one : other);
                    })
                    .toList();
            var results = new ArrayList<T>();
            for (var result : pool.invokeAll(calls)) {
                results.add(result.get());
            }
            return results;
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void refreshedAt(Instant time) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement("UPDATE connection SET refreshed_at = ? WHERE id = ?")) {
            statement.setObject(1, time.atOffset(ZoneOffset.UTC));
            statement.setObject(2, id);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private String shown(String field) {
        return Api.get("/api/connections/" + id).json().path(field).asText();
    }

    private static Header bearer(String accessToken) {
        return new Header("Authorization", "Bearer " + accessToken);
    }

    /** A clock that stands still until it is moved. */
    private static final class MovedClock extends Clock {

        private volatile Instant now;

        MovedClock(Instant now) {
            this.now = now;
        }

        void advance(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}

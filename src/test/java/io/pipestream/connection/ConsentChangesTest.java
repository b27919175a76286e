package io.pipestream.connection;

import static io.pipestream.connection.ConsentedAccount.bearer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.pipestream.pipedrive.Credential.Header;
import io.pipestream.pipedrive.PipedriveRefusedException;
import io.pipestream.pipedrive.PipedriveRefusedException.Reason;
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

/** A consent that has ended is seen, and what is given in its place holds. */
@QuarkusTest
class ConsentChangesTest {

    private final ConsentedAccount account;
    private final StateKeeper states;

    ConsentChangesTest(ConsentedAccount account, StateKeeper states) {
        this.account = account;
        this.states = states;
    }

    @BeforeEach
    void anAccountHasConsented() {
        account.consent();
    }

    @AfterEach
    void theAccountIsGone() {
        account.remove();
    }

    @ParameterizedTest
    @CsvSource({"PT1H, consent_revoked", "P59DT23H, consent_revoked", "P60D, consent_expired"})
    void aConsentThatHasEndedIsSeenWithWhatToDo(Duration unused, String state) {
        // Given
        account.pipedrive.refuse(Reason.CONSENT_REVOKED);
        account.clock.advance(unused);

        // When
        for (var keyring : List.of(account.one, account.one, account.other)) {
            assertThat(catchThrowableOfType(PipedriveRefusedException.class, () -> keyring.header(account.id()))
                            .reason())
                    .isEqualTo(Reason.CONSENT_REVOKED);
        }

        // Then
        assertThat(account.pipedrive.refreshes())
                .as("asked once and then no more")
                .isEqualTo(1);
        assertThat(account.shown("state")).isEqualTo(state);
        assertThat(account.shown("state_reason")).contains("POST /api/connections/oauth");
        assertThat(Instant.parse(account.shown("state_since"))).isEqualTo(account.clock.instant());
        Awaitility.await("the metric shows it")
                .atMost(Duration.ofSeconds(30))
                .until(() -> Api.metric("pipestream_connections", '"' + state + '"') == 1);
    }

    @Test
    void whatOthersNoteDoesNotHideThatTheConsentHasEnded() {
        // Given
        account.pipedrive.refuse(Reason.CONSENT_REVOKED);
        account.clock.advance(TokenEndpoint.LIFE);
        assertThatThrownBy(() -> account.one.header(account.id())).isInstanceOf(PipedriveRefusedException.class);

        // When
        states.answered(account.id());
        states.refused(account.id(), new PipedriveRefusedException(Reason.UNAUTHORISED, "late", null));

        // Then
        assertThat(account.shown("state")).isEqualTo("consent_revoked");

        // When
        account.consentAgain();

        // Then
        assertThat(account.shown("state")).isEqualTo("active");
        assertThat(account.one.header(account.id())).isEqualTo(bearer("access-new"));
    }

    @ParameterizedTest
    @CsvSource(
            value = {"NULL", "CONSENT_REVOKED"},
            nullValues = "NULL")
    void aConsentGivenWhileTheOldOneIsRefreshedStays(@Nullable Reason refusal) {
        // Given
        account.clock.advance(TokenEndpoint.LIFE);
        if (refusal != null) {
            account.pipedrive.refuse(refusal);
        }
        account.pipedrive.during(account::consentAgain);

        // When
        try {
            account.one.header(account.id());
        } catch (PipedriveRefusedException e) {
            assertThat(e.reason()).isEqualTo(refusal);
        }

        // Then
        assertThat(account.other.header(account.id())).isEqualTo(bearer("access-new"));
        assertThat(account.shown("state")).isEqualTo("active");
    }

    @Test
    void aTokenInPlaceOfTheConsentIsShownToPipedriveFromThenOn() {
        // When
        account.give("api-token");

        // Then
        assertThat(account.one.header(account.id())).isEqualTo(new Header("x-api-token", "api-token"));
        assertThat(account.one.renew(account.id(), bearer("access-0"))).isTrue();
        assertThat(account.one.renew(account.id(), new Header("x-api-token", "api-token")))
                .isFalse();
        assertThat(account.shown("auth")).isEqualTo("api_token");
        assertThat(account.pipedrive.refreshes()).isZero();
    }

    @Test
    void theTokenOfAnotherAccountIsNotTaken() {
        // When
        var refused = Api.put(
                "/api/connections/" + account.id() + "/token", "{\"api_token\": \"" + SandboxClient.token() + "\"}");

        // Then
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("type").asText()).isEqualTo("/problems/connection-mismatch");
        assertThat(account.one.header(account.id())).isEqualTo(bearer("access-0"));
    }
}

package io.pipestream.pipedrive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.pipestream.pipedrive.PipedriveRefusedException.Reason;
import io.pipestream.sandbox.Faults;
import io.quarkus.test.junit.QuarkusTest;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What whoever called is told when Pipedrive refuses, and that the credential is told the same. */
@QuarkusTest
class RefusalTest {

    private final TokenLedgerRepository rows;
    private final CallMetrics metrics;

    RefusalTest(TokenLedgerRepository rows, CallMetrics metrics) {
        this.rows = rows;
        this.metrics = metrics;
    }

    @Test
    void theCredentialIsToldOnceOfACallHoweverOftenItWasTried() {
        try (var rig = rig("1")) {
            // Given
            var told = new ArrayList<PipedriveRefusedException>();
            rig.sandbox.faults(Faults.none().withApi5xx(1));

            // When
            var refused = refused(() -> rig.client.webhooks(listening(rig, told::add), Purpose.CHECK));

            // Then
            assertThat(rig.spent()).as("two tries").isEqualTo(20);
            assertThat(refused.reason()).isEqualTo(Reason.UNAVAILABLE);
            assertThat(told).singleElement().isSameAs(refused);
        }
    }

    @Test
    void aCallThatIsNotMadeIsARefusalToo() {
        try (var rig = rig("0")) {
            // Given
            var told = new ArrayList<PipedriveRefusedException>();
            var account = listening(rig, told::add);
            rig.sandbox.faults(Faults.none().withCloudflare403());

            // When
            var refusals = List.of(
                    refused(() -> rig.client.webhooks(account, Purpose.CHECK)),
                    refused(() -> rig.client.me(account, Purpose.OPERATOR)));

            // Then
            assertThat(told)
                    .isEqualTo(refusals)
                    .extracting(PipedriveRefusedException::reason)
                    .containsExactly(Reason.BLOCKED, Reason.PAUSED);
        }
    }

    @Test
    void whatGoesWrongWithTheCredentialDoesNotChangeTheAnswer() {
        try (var rig = rig("0")) {
            // Given
            rig.sandbox.faults(Faults.none().withCloudflare403());
            var account = listening(rig, refusal -> {
                throw new IllegalStateException("Postgres is away", refusal);
            });

            // When
            var refused = refused(() -> rig.client.webhooks(account, Purpose.CHECK));

            // Then
            assertThat(refused.reason()).isEqualTo(Reason.BLOCKED);
        }
    }

    /** Or who asked would read of a pause, and not that Pipedrive does not answer. */
    @Test
    void aCallWhoseOwnTriesOpenTheCircuitBreakerTellsWhatPipedriveSaid() {
        try (var rig = rig("1")) {
            // Given
            rig.sandbox.faults(Faults.none().withApi5xx(1));
            for (int failed = 0; failed < 9; failed++) {
                refused(() -> rig.client.createWebhook(rig.account(), Purpose.SETUP, webhook()));
            }

            // When
            var tenth = refused(() -> rig.client.webhooks(rig.account(), Purpose.CHECK));
            var next = refused(() -> rig.client.webhooks(rig.account(), Purpose.CHECK));

            // Then
            assertThat(rig.spent(Purpose.CHECK)).as("one try").isEqualTo(10);
            assertThat(tenth.reason()).isEqualTo(Reason.UNAVAILABLE);
            assertThat(next.reason()).isEqualTo(Reason.PAUSED);
        }
    }

    private interface Listener {
        void refused(PipedriveRefusedException refusal);
    }

    private static Account listening(Rig rig, Listener listener) {
        return new Account(rig.company, null, new Credential() {
            @Override
            public Header header() {
                return rig.account().credential().header();
            }

            @Override
            public void refused(PipedriveRefusedException refusal) {
                listener.refused(refusal);
            }
        });
    }

    private static NewWebhook webhook() {
        return new NewWebhook("http://127.0.0.1:1/nobody", "create", "deal", "2.0", "refusal test", "user", "secret");
    }

    private static PipedriveRefusedException refused(ThrowingCallable call) {
        return catchThrowableOfType(PipedriveRefusedException.class, call);
    }

    private Rig rig(String retries) {
        return new Rig(rows, metrics, 100_000, 100_000, Map.of("retries", retries));
    }
}

package io.pipestream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

import io.pipestream.support.Api;
import io.pipestream.support.Company;
import io.pipestream.support.Receiver;
import io.pipestream.support.Receiver.Reply;
import io.pipestream.support.SandboxClient;
import io.quarkus.test.junit.QuarkusTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an endpoint does not take comes again, ever less often, until it is taken or the hook is given up. */
@QuarkusTest
@Timeout(90)
class HookRetriesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Receiver receiver = Receiver.start();

    @AfterEach
    void close() {
        Api.removeHooks();
        receiver.close();
    }

    @Test
    void whatIsNotTakenIsTriedAgainUnderTheSameIdAndTheLogTellsOfEachAttempt() {
        // Given
        var company = Company.of("77103");
        var hook = DealHook.of(receiver, company);
        var answers = new AtomicInteger();
        receiver.answer(call -> answers.incrementAndGet() == 1 ? Reply.of(500).saying("not now") : Reply.ok());

        // When
        company.addDeal(7_710_301);
        receiver.awaitCalls(1);
        var waits = hook.awaitAttempts(1);
        SandboxClient.advanceBoth(Duration.ofSeconds(7));

        // Then
        assertThat(waits.path("state").asText()).isEqualTo("pending");
        assertThat(Duration.between(
                        Instant.parse(waits.path("attempts").path(0).path("at").asText()),
                        Instant.parse(waits.path("next_attempt_at").asText())))
                .isBetween(Duration.ofSeconds(4), Duration.ofSeconds(9));
        var ids = receiver.awaitCalls(2).stream().map(call -> call.header("webhook-id"));
        assertThat(ids.distinct()).hasSize(1);
        var attempts = hook.awaitDelivered().path("attempts");
        assertThat(attempts.findValuesAsText("status")).containsExactly("500", "204");
        assertThat(attempts.path(0).path("answer").asText()).isEqualTo("not now");
        var event = Api.events("key=77103:deal:7710301").getFirst().path("id").asText();
        assertThat(Api.get("/api/events/" + event + "/timeline").json().findValuesAsText("kind"))
                .contains("hook_called")
                .doesNotContain("hook_waiting");
    }

    @Test
    void aReceiverThatAsksToWaitIsLeftAloneForSoLong() {
        // Given
        var company = Company.of("77104");
        var hook = DealHook.of(receiver, company);
        receiver.answer(call -> Reply.of(429).with("Retry-After", "600"));

        // When
        company.addDeal(7_710_401);
        receiver.awaitCalls(1);
        hook.awaitAttempts(1);
        receiver.answer(call -> Reply.ok());
        company.addDeal(7_710_402);
        hook.awaitWaiting(2);
        SandboxClient.advanceBoth(Duration.ofMinutes(9));

        // Then
        assertThat(hook.now().path("paused_until").asText()).isNotEmpty();
        assertThat(receiver.calls()).hasSize(1);

        // When
        SandboxClient.advanceBoth(Duration.ofSeconds(70));

        // Then
        receiver.awaitCalls(3);
    }

    @Test
    void anEndpointThatIsGoneIsDisabledWithAReasonAndGoesOnWhenItIsEnabled() {
        // Given
        var company = Company.of("77107");
        var hook = DealHook.of(receiver, company);
        receiver.answer(call -> Reply.of(410));

        // When
        company.addDeal(7_710_701);
        hook.awaitState("disabled");
        var shown = hook.now();
        var redelivered = hook.redeliver(hook.deliveries().getFirst());
        company.addDeal(7_710_702);
        company.awaitStored(7_710_702);
        receiver.answer(call -> Reply.ok());
        var enabled = hook.tell("enable");
        SandboxClient.advanceBoth(Duration.ofSeconds(7));

        // Then
        assertThat(shown.path("disabled_by").asText()).isEqualTo("gone");
        assertThat(shown.path("reason").asText()).contains("410");
        assertThat(redelivered.status()).isEqualTo(409);
        assertThat(enabled.json().path("state").asText()).isEqualTo("enabled");
        assertThat(receiver.awaitCalls(2).getLast().json().path("id").asText()).isEqualTo("7710701");
        hook.awaitDelivered();
        assertThat(hook.deliveries()).hasSize(1);
    }

    @Test
    void aFailingEndpointIsCalledSeldomAndDisabledAfterDays() {
        // Given
        var company = Company.of("77108");
        var hook = DealHook.of(receiver, company);
        receiver.answer(call -> Reply.of(500));
        company.addDeals(7_710_801, 6);

        // When
        receiver.awaitCalls(5);
        Awaitility.await("it failed five times")
                .atMost(PATIENCE)
                .until(() -> hook.now().path("consecutive_failures").asInt() >= 5);
        var paused = hook.now();
        Awaitility.await("days go by").atMost(Duration.ofSeconds(40)).until(() -> {
            SandboxClient.advanceBoth(Duration.ofHours(13));
            return hook.now().path("state").asText().equals("disabled");
        });

        // Then
        assertThat(paused.path("paused_until").asText()).isNotEmpty();
        assertThat(hook.now().path("disabled_by").asText()).isEqualTo("failures");
        assertThat(hook.deliveries())
                .anySatisfy(
                        delivery -> assertThat(delivery.path("state").asText()).isEqualTo("given_up"));
    }
}

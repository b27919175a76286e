package io.pipestream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import io.pipestream.support.Api;
import io.pipestream.support.Company;
import io.pipestream.support.Receiver;
import io.pipestream.support.Replay;
import io.pipestream.support.SandboxClient;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What people do with a hook: make it, try it, give it another secret, and have it sent again what it missed. */
@QuarkusTest
@Timeout(90)
class HookOperatedTest {

    private final Receiver receiver = Receiver.start();

    @AfterEach
    void close() {
        Api.removeHooks();
        receiver.close();
    }

    @Test
    void whatCannotBeAHookIsRefusedAndSaysWhy() {
        var url = receiver.url("/");

        Api.post("/api/hooks", "{}").assertProblem(400, "hook-incomplete");
        assertProblem("http://192.168.0.1/", "PIPEDRIVE_NEW_DEAL_TRIGGER", "", 400, "hook-url-forbidden");
        assertProblem(url, "PIPEDRIVE_NO_TRIGGER", "", 404, "trigger-not-found");
        assertProblem(url, "PIPEDRIVE_NEW_DEAL_TRIGGER", "payload.title ==", 400, "filter-invalid");
        assertThat(Api.get("/api/hooks/" + new UUID(0, 1)).status()).isEqualTo(404);
    }

    private static void assertProblem(String url, String trigger, String filter, int status, String code) {
        var body = "{\"url\": \"%s\", \"trigger\": \"%s\", \"filter\": \"%s\"}".formatted(url, trigger, filter);
        Api.post("/api/hooks", body).assertProblem(status, code);
    }

    @Test
    void aDeliveryIsMadeAgainOnRequestAndATestReachesTheEndpoint() throws Exception {
        // Given
        var company = Company.of("77110");
        var hook = DealHook.of(receiver, company);
        company.addDeal(7_711_001);
        var first = receiver.awaitCalls(1).getFirst();
        var delivery = hook.awaitDelivered();

        // When
        var again = hook.redeliver(delivery);
        receiver.awaitCalls(2);
        var test = hook.tell("test");

        // Then
        assertThat(again.status()).isEqualTo(200);
        var calls = receiver.awaitCalls(3);
        assertThat(calls.get(1).header("webhook-id")).isEqualTo(first.header("webhook-id"));
        assertThat(test.json().path("accepted").asBoolean()).isTrue();
        assertThat(calls.get(2).header("ce-test")).isEqualTo("true");
        assertThat(hook.hasSigned(calls.get(2))).isTrue();
        assertThat(calls.get(2).json().has("title")).isTrue();
    }

    @Test
    void aRotatedSecretLosesNothingForBothSignForAWhile() throws Exception {
        // Given
        var company = Company.of("77106");
        var hook = DealHook.of(receiver, company);

        // When
        var rotated = hook.tell("secret").json();
        company.addDeal(7_710_601);
        var during = receiver.awaitCalls(1).getFirst();
        SandboxClient.advanceBoth(Duration.ofHours(25));
        company.addDeal(7_710_602);
        var after = receiver.awaitCalls(2).getLast();

        // Then
        var secret = rotated.path("secret").asText();
        assertThat(secret).startsWith("whsec_").isNotEqualTo(hook.secret());
        assertThat(hook.hasSigned(during)).isTrue();
        assertThat(DealHook.isSigned(secret, during)).isTrue();
        assertThat(after.header("webhook-signature")).doesNotContain(" ");
        assertThat(Api.get(hook.path()).body()).doesNotContain("whsec_");
    }

    @Test
    void aReplaySendsAHookWhatItMissedOfWhatItWantsUnderTheSameIds() {
        // Given
        var company = Company.of("77111");
        var hook = DealHook.of(receiver, company);
        company.addDeal(7_711_101);
        var first = receiver.awaitCalls(1).getFirst();
        hook.awaitDelivered();
        Api.post(hook.path() + "/disable", "{\"reason\": \"moving\"}");
        company.addDeal(7_711_102);
        company.changeDeal(7_711_102, "Other", Instant.parse("2026-05-04T08:00:00Z"));
        company.awaitStored(7_711_102);
        hook.tell("enable");

        // When
        var target = "{\"kind\": \"hook\", \"id\": \"" + hook.id() + "\"}";
        var replay = Replay.run(Replay.of(company), target, "");

        // Then
        var calls = receiver.awaitCalls(3).subList(1, 3);
        assertThat(calls)
                .allSatisfy(call -> assertThat(call.header("ce-replayid")).isEqualTo(replay.id()));
        assertThat(calls.stream().map(call -> call.json().path("id").asText()))
                .containsExactlyInAnyOrder("7711101", "7711102");
        assertThat(calls.stream().map(call -> call.header("webhook-id"))).contains(first.header("webhook-id"));
        assertThat(replay.awaitDone().at("/progress/sent").asInt()).isEqualTo(3);
        assertThat(hook.deliveries()).hasSize(3);
    }
}

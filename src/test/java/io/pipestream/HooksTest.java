package io.pipestream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookSigningException;
import io.pipestream.support.Api;
import io.pipestream.support.Door;
import io.pipestream.support.Http;
import io.pipestream.support.Payloads;
import io.pipestream.support.Receiver;
import io.pipestream.support.Receiver.Call;
import io.pipestream.support.Receiver.Reply;
import io.pipestream.support.SandboxClient;
import io.pipestream.support.Topic;
import io.quarkus.test.junit.QuarkusTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A trigger pushed to an endpoint: signed, filtered, once while all is well, and again until it is taken. */
@QuarkusTest
@Timeout(90)
class HooksTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Instant CHANGED = Instant.parse("2026-05-04T08:00:00Z");

    private final Receiver receiver = Receiver.start();

    private final Map<String, String> secrets = new HashMap<>();

    @AfterEach
    void close() {
        Api.removeHooks();
        receiver.close();
    }

    @Test
    void aNewDealIsPushedOnceSignedAndWithTheSevenFieldsAlone() throws Exception {
        // Given
        var hook = hook("77101", "");

        // When
        added("77101", 7_710_101);

        // Then
        var call = receiver.awaitCalls(1).getFirst();
        var names = call.json().fieldNames();
        assertThat(List.of("currency", "id", "stage_id", "status", "title", "user_id", "value"))
                .containsExactlyInAnyOrderElementsOf(() -> names);
        assertThat(call.json().path("id").asText()).isEqualTo("7710101");
        assertThat(call.header("ce-type")).isEqualTo("com.pipedrive.deal.added");
        assertThat(call.header("content-type")).isEqualTo("application/json");
        assertThat(isSigned(secret(hook), call)).isTrue();
        assertThat(isSigned("whsec_" + "A".repeat(43) + '=', call)).isFalse();
        var delivery = awaitDelivery(hook, "delivered");
        assertThat(delivery.path("webhook_id").asText()).isEqualTo(call.header("webhook-id"));
        assertThat(delivery.path("attempts").findValuesAsText("status")).containsExactly("204");
        assertThat(receiver.calls()).hasSize(1);
    }

    @Test
    void aHookHearsOfWhatItsFilterPassesFromItsCreationOn() {
        // Given
        added("77102", 7_710_201);
        awaitStored("77102", 7_710_201);
        var hook = hook("77102", "\"content\": \"event\", ");
        var whole = hook("77102", "\"trigger\": \"PIPEDRIVE_NEW_NOTE_TRIGGER\", ");

        // When
        added("77102", 7_710_202);
        added("77109", 7_710_203);
        deliver(Payloads.inCompany("77102", Payloads.changedV2("deal", 7_710_202, "Other", CHANGED)));
        added("77102", 7_710_204);

        // Then
        var calls = receiver.awaitCalls(2);
        Awaitility.await().atMost(PATIENCE).until(() -> waiting(hook) == 0);
        assertThat(receiver.calls()).hasSize(2);
        assertThat(calls.stream()
                        .map(call -> call.json().path("payload").path("id").asText()))
                .containsExactlyInAnyOrder("7710202", "7710204");
        var event = Api.events("key=77102:deal:7710202&action=added").getFirst();
        var call = calls.stream()
                .filter(each -> each.header("ce-subject").equals("deal/7710202"))
                .findFirst()
                .orElseThrow();
        assertThat(call.header("ce-id")).isEqualTo(event.path("id").asText());
        assertThat(call.json().path("object")).isEqualTo(event.path("object"));
        assertThat(deliveries(whole)).isEmpty();
    }

    @Test
    void whatIsNotTakenIsTriedAgainUnderTheSameIdAndTheLogTellsOfEachAttempt() {
        // Given
        var hook = hook("77103", "");
        var answers = new AtomicInteger();
        receiver.answer(call -> answers.incrementAndGet() == 1 ? Reply.of(500).saying("not now") : Reply.ok());

        // When
        added("77103", 7_710_301);
        receiver.awaitCalls(1);
        var waits = awaitAttempts(hook, 1);
        SandboxClient.advanceBoth(Duration.ofSeconds(7));

        // Then
        assertThat(waits.path("state").asText()).isEqualTo("pending");
        assertThat(Duration.between(
                        Instant.parse(waits.path("attempts").path(0).path("at").asText()),
                        Instant.parse(waits.path("next_attempt_at").asText())))
                .isBetween(Duration.ofSeconds(4), Duration.ofSeconds(9));
        var ids = receiver.awaitCalls(2).stream().map(call -> call.header("webhook-id"));
        assertThat(ids.distinct()).hasSize(1);
        var attempts = awaitDelivery(hook, "delivered").path("attempts");
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
        var hook = hook("77104", "");
        receiver.answer(call -> Reply.of(429).with("Retry-After", "600"));

        // When
        added("77104", 7_710_401);
        receiver.awaitCalls(1);
        awaitAttempts(hook, 1);
        receiver.answer(call -> Reply.ok());
        added("77104", 7_710_402);
        awaitWaiting(hook, 2);
        SandboxClient.advanceBoth(Duration.ofMinutes(9));

        // Then
        assertThat(Api.get(hook).json().path("paused_until").asText()).isNotEmpty();
        assertThat(receiver.calls()).hasSize(1);

        // When
        SandboxClient.advanceBoth(Duration.ofSeconds(70));

        // Then
        receiver.awaitCalls(3);
    }

    @Test
    void anOrderedHookHoldsARecordsLaterEventsBackAndNoOtherRecords() {
        // Given
        var hook = hook("77105", "\"trigger\": \"%s\", \"ordered\": true, ".formatted(updatedDeals()));
        receiver.answer(call -> call.body().contains("\"First\"") ? Reply.of(503) : Reply.ok());

        // When
        added("77105", 7_710_501);
        added("77105", 7_710_502);
        changed("77105", 7_710_501, "First", 1);
        changed("77105", 7_710_501, "Second", 2);
        changed("77105", 7_710_502, "Third", 3);
        awaitWaiting(hook, 2);
        receiver.answer(call -> Reply.ok());

        // Then
        assertThat(titles(receiver.awaitCalls(2))).containsExactlyInAnyOrder("First", "Third");
        SandboxClient.advanceBoth(Duration.ofSeconds(10));
        assertThat(titles(receiver.awaitCalls(4)).stream().skip(2)).containsExactly("First", "Second");
    }

    @Test
    void aRotatedSecretLosesNothingForBothSignForAWhile() throws Exception {
        // Given
        var hook = hook("77106", "");
        var former = secret(hook);

        // When
        var rotated = Api.post(hook + "/secret", "").json();
        added("77106", 7_710_601);
        var during = receiver.awaitCalls(1).getFirst();
        SandboxClient.advanceBoth(Duration.ofHours(25));
        added("77106", 7_710_602);
        var after = receiver.awaitCalls(2).getLast();

        // Then
        var secret = rotated.path("secret").asText();
        assertThat(secret).startsWith("whsec_").isNotEqualTo(former);
        assertThat(isSigned(former, during)).isTrue();
        assertThat(isSigned(secret, during)).isTrue();
        assertThat(after.header("webhook-signature")).doesNotContain(" ");
        assertThat(Api.get(hook).body()).doesNotContain("whsec_");
    }

    @Test
    void anEndpointThatIsGoneIsDisabledWithAReasonAndGoesOnWhenItIsEnabled() {
        // Given
        var hook = hook("77107", "");
        receiver.answer(call -> Reply.of(410));

        // When
        added("77107", 7_710_701);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> Api.get(hook).json().path("state").asText().equals("disabled"));
        var shown = Api.get(hook).json();
        var redelivered = Api.post(
                hook + "/deliveries/" + deliveries(hook).getFirst().path("id").asText() + "/redeliver", "");
        added("77107", 7_710_702);
        awaitStored("77107", 7_710_702);
        receiver.answer(call -> Reply.ok());
        var enabled = Api.post(hook + "/enable", "");
        SandboxClient.advanceBoth(Duration.ofSeconds(7));

        // Then
        assertThat(shown.path("disabled_by").asText()).isEqualTo("gone");
        assertThat(shown.path("reason").asText()).contains("410");
        assertThat(redelivered.status()).isEqualTo(409);
        assertThat(enabled.json().path("state").asText()).isEqualTo("enabled");
        assertThat(receiver.awaitCalls(2).getLast().json().path("id").asText()).isEqualTo("7710701");
        awaitDelivery(hook, "delivered");
        assertThat(deliveries(hook)).hasSize(1);
    }

    @Test
    void aFailingEndpointIsCalledSeldomAndDisabledAfterDays() {
        // Given
        var hook = hook("77108", "");
        receiver.answer(call -> Reply.of(500));
        for (int i = 0; i < 6; i++) {
            added("77108", 7_710_801 + i);
        }

        // When
        receiver.awaitCalls(5);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> Api.get(hook).json().path("consecutive_failures").asInt() >= 5);
        var paused = Api.get(hook).json();
        Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> {
            SandboxClient.advanceBoth(Duration.ofHours(13));
            return Api.get(hook).json().path("state").asText().equals("disabled");
        });

        // Then
        assertThat(paused.path("paused_until").asText()).isNotEmpty();
        assertThat(Api.get(hook).json().path("disabled_by").asText()).isEqualTo("failures");
        assertThat(deliveries(hook))
                .anySatisfy(
                        delivery -> assertThat(delivery.path("state").asText()).isEqualTo("given_up"));
    }

    @Test
    void aDeliveryIsMadeAgainOnRequestAndATestReachesTheEndpoint() throws Exception {
        // Given
        var hook = hook("77110", "");
        added("77110", 7_711_001);
        var first = receiver.awaitCalls(1).getFirst();
        var delivery = awaitDelivery(hook, "delivered");

        // When
        var again = Api.post(hook + "/deliveries/" + delivery.path("id").asText() + "/redeliver", "");
        receiver.awaitCalls(2);
        var test = Api.post(hook + "/test", "");

        // Then
        assertThat(again.status()).isEqualTo(200);
        var calls = receiver.awaitCalls(3);
        assertThat(calls.get(1).header("webhook-id")).isEqualTo(first.header("webhook-id"));
        assertThat(test.json().path("accepted").asBoolean()).isTrue();
        assertThat(calls.get(2).header("ce-test")).isEqualTo("true");
        assertThat(isSigned(secret(hook), calls.get(2))).isTrue();
        assertThat(calls.get(2).json().has("title")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "PIPEDRIVE_NEW_DEAL_TRIGGER, deal",
        "PIPEDRIVE_NEW_NOTE_TRIGGER, note",
        "PIPEDRIVE_NEW_ORGANIZATION_TRIGGER, organization"
    })
    void theSampleOfATriggerReachesItsHookAndItsTopicAsOneEvent(String slug, String object) throws Exception {
        // Given
        var topic = Topic.mark("pipedrive." + object + ".added");
        var hook = Api.post("/api/hooks", body(receiver.url("/" + object), slug, "has(meta.test)"));
        assertThat(hook.status()).as(hook.body()).isEqualTo(201);

        // When
        var sent = Api.post("/api/triggers/" + slug + "/test", "").json();

        // Then
        var key = sent.path("key").asText();
        var call = receiver.awaitCalls(1).getFirst();
        var record = topic.await(1, one -> key.equals(one.key())).getFirst();
        assertThat(call.header("ce-id"))
                .isEqualTo(sent.path("event_id").asText())
                .isEqualTo(Topic.header(record, "ce_id"));
        assertThat(call.header("ce-test")).isEqualTo("true").isEqualTo(Topic.header(record, "ce_test"));
        assertThat(call.json())
                .isEqualTo(sent.path("event").path("payload"))
                .isEqualTo(Http.JSON.readTree(record.value()).path("payload"))
                .hasSize(7);
        assertThat(isSigned(hook.json().path("secret").asText(), call)).isTrue();
    }

    @Test
    void aReplaySendsAHookWhatItMissedOfWhatItWantsUnderTheSameIds() {
        // Given
        var hook = hook("77111", "");
        added("77111", 7_711_101);
        var first = receiver.awaitCalls(1).getFirst();
        awaitDelivery(hook, "delivered");
        Api.post(hook + "/disable", "{\"reason\": \"moving\"}");
        added("77111", 7_711_102);
        deliver(Payloads.inCompany("77111", Payloads.changedV2("deal", 7_711_102, "Other", CHANGED)));
        awaitStored("77111", 7_711_102);
        Api.post(hook + "/enable", "");

        // When
        var replay = Api.post("/api/replays", """
                {"selection": {"company_id": "77111"}, "target": {"kind": "hook", "id": "%s"},
                 "reason": "it was moved", "run": true}
                """.formatted(hook.substring(hook.lastIndexOf('/') + 1)));

        // Then
        assertThat(replay.status()).as(replay.body()).isEqualTo(201);
        var id = replay.json().path("id").asText();
        var calls = receiver.awaitCalls(3).subList(1, 3);
        assertThat(calls)
                .allSatisfy(call -> assertThat(call.header("ce-replayid")).isEqualTo(id));
        assertThat(calls.stream().map(call -> call.json().path("id").asText()))
                .containsExactlyInAnyOrder("7711101", "7711102");
        assertThat(calls.stream().map(call -> call.header("webhook-id"))).contains(first.header("webhook-id"));
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> Api.get("/api/replays/" + id)
                        .json()
                        .path("state")
                        .asText()
                        .equals("done"));
        assertThat(Api.get("/api/replays/" + id)
                        .json()
                        .path("progress")
                        .path("sent")
                        .asInt())
                .isEqualTo(3);
        assertThat(deliveries(hook)).hasSize(3);
    }

    @Test
    void whatCannotBeAHookIsRefusedAndSaysWhy() {
        assertProblem("{}", 400, "hook-incomplete");
        assertProblem(body("http://192.168.0.1/", "PIPEDRIVE_NEW_DEAL_TRIGGER", ""), 400, "hook-url-forbidden");
        assertProblem(body(receiver.url("/"), "PIPEDRIVE_NO_TRIGGER", ""), 404, "trigger-not-found");
        assertProblem(body(receiver.url("/"), "PIPEDRIVE_NEW_DEAL_TRIGGER", "payload.title =="), 400, "filter-invalid");
        assertThat(Api.get("/api/hooks/" + new UUID(0, 1)).status()).isEqualTo(404);
    }

    private static void assertProblem(String body, int status, String code) {
        var answer = Api.post("/api/hooks", body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.json().path("type").asText()).isEqualTo("/problems/" + code);
    }

    private String secret(String hook) {
        return secrets.get(hook);
    }

    /** Pushes a company's deals to the receiver; answers its path. */
    private String hook(String company, String more) {
        var trigger = more.contains("\"trigger\"") ? "" : "\"trigger\": \"PIPEDRIVE_NEW_DEAL_TRIGGER\", ";
        var answer = Api.post(
                "/api/hooks",
                "{\"url\": \"%s\", %s%s\"filter\": \"meta.company_id == '%s'\"}"
                        .formatted(receiver.url("/flow"), trigger, more, company));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        var path = "/api/hooks/" + answer.json().path("id").asText();
        secrets.put(path, answer.json().path("secret").asText());
        return path;
    }

    private static String body(String url, String trigger, String filter) {
        return "{\"url\": \"%s\", \"trigger\": \"%s\", \"filter\": \"%s\"}".formatted(url, trigger, filter);
    }

    private static String updatedDeals() {
        return "PIPEDRIVE_DEAL_UPDATED_TRIGGER";
    }

    private static void added(String company, long id) {
        deliver(Payloads.inCompany(company, Payloads.addedV2("deal", id, 1, "901")));
    }

    private static void changed(String company, long id, String title, int second) {
        deliver(Payloads.inCompany(company, Payloads.changedV2("deal", id, title, CHANGED.plusSeconds(second))));
    }

    private static void deliver(String json) {
        assertThat(Door.ofNewDeals().deliver(json).status()).isEqualTo(204);
    }

    private static void awaitStored(String company, long id) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> !Api.events("key=" + company + ":deal:" + id).isEmpty());
    }

    private static List<JsonNode> deliveries(String hook) {
        var deliveries = new ArrayList<JsonNode>();
        Api.get(hook + "/deliveries").json().path("data").forEach(deliveries::add);
        return deliveries;
    }

    private static long waiting(String hook) {
        return Api.get(hook).json().path("waiting").asLong();
    }

    private static void awaitWaiting(String hook, int count) {
        Awaitility.await().atMost(PATIENCE).until(() -> waiting(hook) == count);
    }

    private static JsonNode awaitDelivery(String hook, String state) {
        return await(hook, delivery -> delivery.path("state").asText().equals(state));
    }

    private static JsonNode awaitAttempts(String hook, int count) {
        return await(hook, delivery -> delivery.path("attempts").size() >= count);
    }

    private static JsonNode await(String hook, Predicate<JsonNode> wanted) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> deliveries(hook).stream().filter(wanted).findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    private static List<String> titles(List<Call> calls) {
        return calls.stream().map(call -> call.json().path("title").asText()).toList();
    }

    /** As a receiver does it, but for the time, which tests have moved. */
    private static boolean isSigned(String secret, Call call) throws WebhookSigningException {
        var signature = new Webhook(secret)
                .sign(call.header("webhook-id"), Long.parseLong(call.header("webhook-timestamp")), call.body());
        return List.of(call.header("webhook-signature").split(" ")).contains(signature);
    }
}

package io.pipestream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.pipestream.support.Api;
import io.pipestream.support.Company;
import io.pipestream.support.Http;
import io.pipestream.support.Receiver;
import io.pipestream.support.Receiver.Call;
import io.pipestream.support.Receiver.Reply;
import io.pipestream.support.SandboxClient;
import io.pipestream.support.Topic;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A trigger pushed to an endpoint: signed, filtered, in order where that is wanted, and once while all is well. */
@QuarkusTest
@Timeout(90)
class HooksTest {

    private static final Instant CHANGED = Instant.parse("2026-05-04T08:00:00Z");

    private final Receiver receiver = Receiver.start();

    @AfterEach
    void close() {
        Api.removeHooks();
        receiver.close();
    }

    @Test
    void aNewDealIsPushedOnceSignedAndWithTheSevenFieldsAlone() throws Exception {
        // Given
        var company = Company.of("77101");
        var hook = DealHook.of(receiver, company);

        // When
        company.addDeal(7_710_101);

        // Then
        var call = receiver.awaitCalls(1).getFirst();
        var names = call.json().fieldNames();
        assertThat(List.of("currency", "id", "stage_id", "status", "title", "user_id", "value"))
                .containsExactlyInAnyOrderElementsOf(() -> names);
        assertThat(call.json().path("id").asText()).isEqualTo("7710101");
        assertThat(call.header("ce-type")).isEqualTo("com.pipedrive.deal.added");
        assertThat(call.header("content-type")).isEqualTo("application/json");
        assertThat(hook.hasSigned(call)).isTrue();
        assertThat(DealHook.isSigned("whsec_" + "A".repeat(43) + '=', call)).isFalse();
        var delivery = hook.awaitDelivered();
        assertThat(delivery.path("webhook_id").asText()).isEqualTo(call.header("webhook-id"));
        assertThat(delivery.path("attempts").findValuesAsText("status")).containsExactly("204");
        assertThat(receiver.calls()).hasSize(1);
    }

    @Test
    void aHookHearsOfWhatItsFilterPassesFromItsCreationOn() {
        // Given
        var company = Company.of("77102");
        var another = Company.of("77109");
        company.addDeal(7_710_201);
        company.awaitStored(7_710_201);
        var hook =
                DealHook.of(receiver, company, "\"trigger\": \"PIPEDRIVE_NEW_DEAL_TRIGGER\", \"content\": \"event\"");
        var ofNotes = DealHook.of(receiver, company, "\"trigger\": \"PIPEDRIVE_NEW_NOTE_TRIGGER\"");

        // When
        company.addDeal(7_710_202);
        another.addDeal(7_710_203);
        company.changeDeal(7_710_202, "Other", CHANGED);
        company.addDeal(7_710_204);

        // Then
        var calls = receiver.awaitCalls(2);
        hook.awaitWaiting(0);
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
        assertThat(ofNotes.deliveries()).isEmpty();
    }

    @Test
    void anOrderedHookHoldsARecordsLaterEventsBackAndNoOtherRecords() {
        // Given
        var company = Company.of("77105");
        var hook = DealHook.of(receiver, company, "\"trigger\": \"PIPEDRIVE_DEAL_UPDATED_TRIGGER\", \"ordered\": true");
        receiver.answer(call -> call.body().contains("\"First\"") ? Reply.of(503) : Reply.ok());

        // When
        company.addDeal(7_710_501);
        company.addDeal(7_710_502);
        company.changeDeal(7_710_501, "First", CHANGED.plusSeconds(1));
        company.changeDeal(7_710_501, "Second", CHANGED.plusSeconds(2));
        company.changeDeal(7_710_502, "Third", CHANGED.plusSeconds(3));
        hook.awaitWaiting(2);
        receiver.answer(call -> Reply.ok());

        // Then
        assertThat(titles(receiver.awaitCalls(2))).containsExactlyInAnyOrder("First", "Third");
        SandboxClient.advanceBoth(Duration.ofSeconds(10));
        assertThat(titles(receiver.awaitCalls(4)).stream().skip(2)).containsExactly("First", "Second");
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
        var hook = Api.post(
                "/api/hooks",
                "{\"url\": \"%s\", \"trigger\": \"%s\", \"filter\": \"has(meta.test)\"}"
                        .formatted(receiver.url("/" + object), slug));
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
        assertThat(DealHook.isSigned(hook.json().path("secret").asText(), call)).isTrue();
    }

    private static List<String> titles(List<Call> calls) {
        return calls.stream().map(call -> call.json().path("title").asText()).toList();
    }
}

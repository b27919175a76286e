package io.pipestream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;
import com.standardwebhooks.Webhook;
import io.pipestream.support.Api;
import io.pipestream.support.Browser;
import io.pipestream.support.Door;
import io.pipestream.support.Payloads;
import io.pipestream.support.Receiver;
import io.pipestream.support.Receiver.Reply;
import io.pipestream.support.Topic;
import io.quarkus.test.junit.QuarkusTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openqa.selenium.support.ui.Select;

/** Hooks on pages: added, tried, stopped and gone on with, given new secrets, redelivered, removed; and triggers tried. */
@QuarkusTest
@Timeout(180)
class HookPageTest {

    private static final String COMPANY = "81803";

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Receiver receiver = Receiver.start();

    @AfterEach
    void close() {
        Api.removeHooks();
        receiver.close();
    }

    @Test
    void aHookIsAddedTriedDisabledReplayedToGivenANewSecretAndRemoved() throws Exception {
        // Given
        var browser = Browser.signedIn().press("Hooks").awaitText(".empty", "Nothing is pushed anywhere");
        browser.assertWellMade("hooks-none");

        // When
        browser.press("Add a hook").awaitText("h1", "Add a hook").assertWellMade("hook-form");
        fill(browser, receiver.url("/deals"));
        browser.press("Add it");

        // Then
        var first = browser.awaitText("#secret", "shown this once")
                .find("#secret-text")
                .getText();
        var id = Api.get("/api/hooks").json().at("/data/0/id").asText();
        browser.go("/console/hooks/" + id).awaitText(".empty", "No deliveries");
        assertThat(browser.driver().getPageSource()).doesNotContain(first);

        // When
        browser.press("Send a sample").awaitText("#tried", "The endpoint took the sample. It answered 204");
        deliver(8_180_301);
        receiver.awaitCalls(2);

        // Then
        await(
                "/api/hooks/" + id + "/deliveries?state=delivered",
                page -> page.path("data").size() == 1);
        browser.go("/console/hooks/" + id + "?state=delivered").awaitText("#deliveries", "deal 8180301");
        browser.awaitText("#deliveries", "It answered 204")
                .press("Redeliver")
                .awaitText(".notice", "the same webhook-id");
        var calls = receiver.awaitCalls(3);
        assertThat(calls.get(2).header("webhook-id")).isEqualTo(calls.get(1).header("webhook-id"));

        // When
        browser.type("[name=reason]", "moved to another flow").press("Disable");
        browser.awaitText(".notice", "Disabled.").awaitText("#now", "moved to another flow");
        deliver(8_180_302);
        browser.press("Replay what it missed").awaitText("h1", "Plan a replay");
        var from = browser.find("[name=received_from]").getDomProperty("value");
        browser.go("/console/hooks/" + id).press("Enable").awaitText(".notice", "Enabled.");
        browser.go("/console/replays/new?company_id=" + COMPANY + "&hook=" + id + "&received_from=" + from);
        browser.type("[name=reason]", "it was disabled").press("Plan it").awaitText("main", "a hook");
        browser.press("Run it").press("Send them");

        // Then
        assertThat(receiver.awaitCalls(4).get(3).header("ce-subject")).isEqualTo("deal/8180302");
        assertThat(receiver.calls().get(3).header("ce-replayid")).isNotEmpty();

        // When
        browser.go("/console/hooks/" + id).press("New secret").awaitText("#confirm", "signs beside it");
        browser.press("Make it").awaitText("#secret", "The one before signs too");

        // Then
        var second = browser.find("#secret-text").getText();
        browser.press("Send a sample").awaitText("#tried", "took the sample");
        var call = receiver.awaitCalls(5).get(4);
        for (var secret : new String[] {first, second}) {
            var signature = new Webhook(secret)
                    .sign(call.header("webhook-id"), Long.parseLong(call.header("webhook-timestamp")), call.body());
            assertThat(call.header("webhook-signature").split(" ")).contains(signature);
        }
        browser.go("/console/hooks").awaitText("tbody", "delivering").assertWellMade("hooks");
        browser.go("/console/hooks/" + id).press("Remove").awaitText("#confirm", "is not sent");
        browser.press("Remove it").awaitText(".notice", "Removed");
        assertThat(Api.get("/api/hooks/" + id).status()).isEqualTo(404);
    }

    @Test
    void whatIsRefusedIsToldInTheWordsOfTheApiAndWhatWasTypedStays() {
        // Given
        var browser = Browser.signedIn().go("/console/hooks/new");
        fill(browser, receiver.url("/deals"));

        // When
        browser.type("[name=filter]", "payload.nonsense ==").press("Add it");

        // Then
        var told = Api.post(
                        "/api/hooks",
                        "{\"url\": \"" + receiver.url("/deals")
                                + "\", \"trigger\": \"PIPEDRIVE_NEW_DEAL_TRIGGER\", \"filter\": \"payload.nonsense ==\"}")
                .json()
                .path("detail")
                .asText();
        assertThat(told).isNotEmpty();
        browser.awaitText("#problems", told.lines().findFirst().orElseThrow());
        assertThat(browser.find("[name=url]").getDomProperty("value")).isEqualTo(receiver.url("/deals"));

        // When
        browser.type("[name=filter]", "")
                .type("[name=url]", "http://10.0.0.1/hook")
                .press("Add it");

        // Then
        browser.awaitText("#problems", "It must not be called, because");
        browser.type("[name=url]", receiver.url("/deals")).type("[name=concurrency]", "51");
        browser.press("Add it").awaitText("#problems", "Calls at once is a number from 1 to 50");
        assertThat(Api.get("/api/hooks").json().path("data")).isEmpty();
    }

    @Test
    void anEndpointThatFailsIsExplainedAndItsAnswersAreThereToRead() {
        // Given
        var isWell = new AtomicBoolean();
        receiver.answer(call -> isWell.get() ? Reply.ok() : Reply.of(500).saying("<b>no such flow</b>"));
        var browser = Browser.signedIn().go("/console/hooks/new?trigger=PIPEDRIVE_NEW_DEAL_TRIGGER");
        browser.type("[name=url]", receiver.url("/deals"))
                .type("[name=filter]", "meta.company_id == \"" + COMPANY + "\"");
        browser.press("Add it").awaitText("#secret", "shown this once");
        var id = Api.get("/api/hooks").json().at("/data/0/id").asText();

        // When
        deliver(8_180_303);
        receiver.awaitCalls(1);

        // Then
        await("/api/hooks/" + id, hook -> hook.path("consecutive_failures").asInt() == 1);
        browser.go("/console/hooks/" + id).awaitText("#now", "Calls fail. Each is tried again by itself");
        browser.click("#deliveries summary").awaitText("#deliveries pre", "<b>no such flow</b>");
        browser.assertWellMade("hook");
        browser.go("/console").awaitText("#live", "Calls fail.").go("/console/hooks/" + id);
        browser.press("Send a sample").awaitText("#tried", "did not take the sample. It answered 500");

        // When
        isWell.set(true);
        browser.go("/console/hooks/" + id).press("Redeliver");

        // Then
        browser.awaitText("#now .badge", "delivering").awaitText("#deliveries .badge", "delivered");
        browser.press("Change it");
        browser.type("details [name=name]", "Roofs").press("Save").awaitText(".notice", "Changed");
        browser.awaitText("h1", "Roofs");
    }

    @Test
    void theTestButtonOfATriggerReachesItsTopicAndItsHooks() {
        // Given
        var topic = Topic.mark("pipedrive.note.added");
        var browser = Browser.signedIn().go("/console/triggers?q=new_note");
        Api.post(
                "/api/hooks",
                "{\"url\": \"" + receiver.url("/notes") + "\", \"trigger\": \"PIPEDRIVE_NEW_NOTE_TRIGGER\"}");

        // When
        browser.press("Send a test event")
                .awaitText("#confirm", "marked as a test")
                .press("Send it");

        // Then
        browser.awaitText(".notice", "marked as a test").awaitText("h1", "note added");
        var event = browser.path().replace("/console/events/", "");
        topic.await(1, record -> event.equals(Topic.header(record, "ce_id")));
        Awaitility.await("the hook is called")
                .atMost(PATIENCE)
                .until(() -> receiver.calls().stream()
                        .anyMatch(call -> call.header("ce-id").equals(event)
                                && call.header("ce-test").equals("true")));
    }

    private void fill(Browser browser, String url) {
        browser.type("[name=url]", url);
        new Select(browser.find("[name=trigger]")).selectByValue("PIPEDRIVE_NEW_DEAL_TRIGGER");
        browser.type("[name=filter]", "meta.company_id == \"" + COMPANY + "\"");
    }

    private static void await(String path, Predicate<JsonNode> wanted) {
        Awaitility.await(path)
                .atMost(PATIENCE)
                .until(() -> wanted.test(Api.get(path).json()));
    }

    private static void deliver(long id) {
        var body = Payloads.inCompany(COMPANY, Payloads.addedV2("deal", id, 1, "901"));
        assertThat(Door.ofNewDeals().deliver(body).status()).isEqualTo(204);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> Api.events("key=" + COMPANY + ":deal:" + id).size() == 1);
    }
}

package io.pipestream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import io.pipestream.support.Api;
import io.pipestream.support.Browser;
import io.pipestream.support.Door;
import io.pipestream.support.SandboxClient;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections and subscriptions on pages: removed, connected again, subscribed, repaired, rotated. */
@QuarkusTest
@Timeout(180)
class ConnectionPageTest {

    /** What everybody else listens to. */
    private final List<String> wanted = new ArrayList<>();

    @BeforeEach
    void theAccountIsConnected() {
        Door.ofNewDeals();
        Door.of("create", "note", "2.0");
        Door.of("create", "organization", "2.0");
        for (var subscription : subscriptions()) {
            wanted.add("{\"event\": \"%s\", \"webhook_version\": \"%s\"}"
                    .formatted(
                            subscription.path("event").asText(),
                            subscription.path("webhook_version").asText()));
        }
    }

    @AfterEach
    void itListensToWhatItListenedToBefore() {
        Api.post("/api/connections", "{\"api_token\": \"" + SandboxClient.token() + "\"}");
        for (var subscription : wanted) {
            Api.post(Api.subscriptions(), subscription);
        }
        assertThat(subscriptions()).hasSize(wanted.size());
        Door.ofNewDeals();
        Door.of("create", "note", "2.0");
        Door.of("create", "organization", "2.0");
    }

    private static JsonNode subscriptions() {
        return Api.get(Api.subscriptions()).json().path("data");
    }

    @Test
    void aConnectionIsRemovedAndTheAccountConnectedAgain() {
        // Given
        var browser = Browser.signedIn().press("Connections").awaitText("h1", "Connections");
        browser.assertWellMade("connections");
        browser.click(".card h2 a").awaitText("#webhooks", "added.deal").assertWellMade("connection");
        browser.press("Test it").awaitText(".notice", "It works");
        for (var left = browser.all("#webhooks tbody tr").size(); left > 0; left--) {
            browser.press("Remove").awaitText("#confirm", "Stop listening").press("Stop listening");
            browser.awaitText(".notice", "here and at Pipedrive");
            var expected = left - 1;
            browser.awaitCount("#webhooks tbody tr", expected);
        }
        browser.press("Remove").press("Remove it").awaitText(".empty", "No account is connected");
        browser.assertWellMade("connections-none");

        // When
        browser.press("Connect an account")
                .awaitText("h1", "Connect an account")
                .assertWellMade("connect");
        browser.type("[name=token]", SandboxClient.token()).press("Connect");
        browser.awaitText(".notice", "Connected");
        for (var event : new String[] {"added.deal", "added.note", "added.organization"}) {
            browser.type("[name=event]", event).press("Subscribe").awaitText(".notice", "Subscribed to " + event);
        }

        // Then
        assertThat(browser.driver().getPageSource()).doesNotContain(SandboxClient.token());
        var deal = SandboxClient.add("deal", "{\"title\": \"Heard again\"}")
                .path("id")
                .asText();
        browser.go("/console/events?object=deal&record_id=" + deal).awaitText("#rows", "Heard again");
    }

    @Test
    void aWebhookThatWasLostIsRepairedAndItsCredentialsAreRotated() {
        // Given
        var webhook = webhookOfNewDeals();
        var browser = Browser.signedIn().go(page()).awaitText("#webhooks", "listening");

        // When
        SandboxClient.control("DELETE", "/webhooks/" + webhook, "");
        browser.press("Check and repair now").awaitText(".notice", "Looked at Pipedrive");

        // Then
        var repaired = webhookOfNewDeals();
        assertThat(repaired).isNotEqualTo(webhook);

        // When
        browser.press("New credentials")
                .awaitText("#confirm", "Nothing goes unheard")
                .press("Make it anew");
        browser.awaitText(".notice", "has new credentials");

        // Then
        assertThat(webhookOfNewDeals()).isNotEqualTo(repaired);
    }

    @Test
    void aTokenThatPipedriveRefusesIsExplainedAndNothingIsShownOfIt() {
        // Given
        var browser = Browser.signedIn().go(page());

        // When
        browser.type("[name=token]", "a-token-of-nobody").press("Use this token");

        // Then
        browser.awaitText("#problems", "That did not work");
        assertThat(browser.find("#problems").getText()).doesNotContain("a-token-of-nobody");
        assertThat(browser.path()).isEqualTo(page());
    }

    @Test
    void anAdminsConsentIsAskedForByALinkThatPeopleSee() {
        // Given
        var browser = Browser.signedIn().go("/console/connections/new");

        // When
        browser.press("Ask for consent");

        // Then
        var link = browser.find("#consent").getDomAttribute("href");
        assertThat(link).startsWith(SandboxClient.url("/oauth/authorize")).contains("state=");
        browser.assertWellMade("consent");
        browser.driver().get(link);
        browser.awaitText("body", "is connected");
        browser.go(page()).awaitText("dl", "OAuth");
    }

    private static String page() {
        return Api.subscriptions().replace("/subscriptions", "").replace("/api", "/console");
    }

    private static String webhookOfNewDeals() {
        for (var webhook : SandboxClient.webhooks()) {
            if (webhook.path("event_action").asText().equals("create")
                    && webhook.path("event_object").asText().equals("deal")
                    && webhook.path("version").asText().equals("2.0")) {
                return webhook.path("id").asText();
            }
        }
        return "none";
    }
}

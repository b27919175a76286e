package io.pipestream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;

import io.pipestream.sandbox.Faults;
import io.pipestream.sandbox.Sandbox;
import io.pipestream.sandbox.SandboxOptions;
import io.pipestream.support.Browser;
import io.pipestream.support.Http;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The sandbox's own page, in a browser. The sandbox is one of its own, so that what is done to it meets nobody else. */
@QuarkusTest
@Timeout(120)
class SandboxPageTest {

    private final Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void recordsAreAddedChangedMergedAndDeleted() {
        // Given
        var browser = Browser.at(sandbox.url());

        // When
        browser.press("Add a deal").awaitText("#said", "Added deal 1");
        browser.press("Add a deal").awaitText("#said", "Added deal 2");
        browser.press("Add a note").awaitText("#records", "1");
        browser.press("Add an organization").awaitText("#said", "Added organization 1");
        browser.press("Add a deal").awaitText("#said", "Added deal 3");
        browser.click("[aria-label='Change deal 3']")
                .type("dialog [name=title]", "Barn roof")
                .press("Change it");
        browser.awaitText("#records", "Barn roof");
        browser.click("[aria-label='Merge deal 2']").click("#asked-yes").awaitText("#said", "Merged deal 2 into");
        browser.click("[aria-label='Delete deal 1']").awaitText("dialog", "cannot be brought back");
        browser.press("Delete it").awaitText("#said", "Deleted deal 1");

        // Then
        assertThat(sandbox.get("deal", 3).getString("title")).isEqualTo("Barn roof");
        assertThat(sandbox.status().getJsonObject("records").getInteger("deals"))
                .isEqualTo(1);
        assertThat(sandbox.status().getJsonObject("records").getInteger("organizations"))
                .isEqualTo(1);
    }

    @Test
    void faultsAreSwitchedOnAndOff() {
        // Given
        var browser = Browser.at(sandbox.url());

        // When
        browser.type("#faults [name=drop]", "25").type("#faults [name=duplicate]", "2");
        browser.click("#faults [name=cloudflare_403]").press("Set these faults");

        // Then
        browser.awaitText("#active", "deliveries lost, deliveries sent again, API blocked");
        assertThat(sandbox.status().getJsonObject("faults"))
                .isEqualTo(sandbox.status()
                        .getJsonObject("faults")
                        .mergeIn(new JsonObject()
                                .put("drop", 0.25)
                                .put("duplicate", 2)
                                .put("cloudflare_403", true)));
        browser.press("All faults off").awaitText("#active", "no faults");
        assertThat(browser.find("#faults [name=drop]").getDomProperty("value")).isEqualTo("0");
    }

    @Test
    void whatItTellsWhomIsSeenWithoutWhatMustStaySecret() throws Exception {
        // Given
        try (var nobody = new ServerSocket(0)) {
            register("http://127.0.0.1:" + nobody.getLocalPort() + "/webhooks/a-path-nobody-may-see");
        }
        sandbox.faults(Faults.none().withDrop(1));
        sandbox.add("deal", new JsonObject());
        var browser = Browser.at(sandbox.url());

        // When
        browser.awaitText("#deliveries", "dropped");

        // Then
        browser.awaitText("#webhooks", "listening").awaitText("#routes", "POST /v1/webhooks");
        assertThat(browser.driver().getPageSource())
                .doesNotContain("a-path-nobody-may-see")
                .doesNotContain(sandbox.token());
        browser.assertWellMade("sandbox");
        browser.press("Ban").press("Ban it").awaitText("#webhooks", "banned");
        browser.press("Remove").press("Remove it").awaitText("#webhooks", "Nobody listens");
        await().atMost(Duration.ofSeconds(10)).until(() -> sandbox.webhooks().isEmpty());
    }

    private void register(String url) {
        var body = new JsonObject()
                .put("subscription_url", url)
                .put("event_action", "*")
                .put("event_object", "*")
                .put("name", "a test");
        var headers = Map.of("x-api-token", sandbox.token(), "content-type", "application/json");
        var answer = Http.call(
                "POST", sandbox.url() + "/v1/webhooks", headers, body.encode().getBytes(UTF_8));
        assertThat(answer.status()).isEqualTo(201);
    }
}

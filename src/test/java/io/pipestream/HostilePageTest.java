package io.pipestream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.time.Duration;

import com.fasterxml.jackson.databind.node.TextNode;
import io.pipestream.support.Api;
import io.pipestream.support.Browser;
import io.pipestream.support.Door;
import io.pipestream.support.Payloads;
import io.quarkus.test.junit.QuarkusTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pages of what somebody wrote who means us no good: it is shown, it does not run, and it breaks nothing. */
@QuarkusTest
@Timeout(120)
class HostilePageTest {

    private static final String COMPANY = "81805";

    /** Markup that would run, an end of what it may stand in, right-to-left marks, template language, and no place to break a line. */
    private static final String HOSTILE =
            "</pre><script>document.title='run'</script><img src=x onerror=\"document.title='run'\">"
                    + "\u202Eright to left\u202C \u05D0\u05D1\u05D2 {inject:shell.formToken} ${7*7} '\"&lt; "
                    + "W".repeat(300);

    private static final int LONG = 100_000;

    @Test
    void aRecordThatIsMarkupOrEndlessIsShownAndDoesNotRun() {
        // Given
        deliver(8_180_501, HOSTILE, 204);
        deliver(8_180_502, HOSTILE + "long ".repeat(LONG / 5), 204);
        var browser = Browser.signedIn();

        // When
        browser.go("/console/events?company_id=" + COMPANY).awaitCount("#rows tr", 2);

        // Then
        browser.awaitText("#rows", "document.title").assertWellMade("events-hostile");
        for (var id : new int[] {8_180_501, 8_180_502}) {
            browser.go("/console/events/" + event(id)).awaitText("h1", "</pre><script>");
            browser.awaitText("#record", "{inject:shell.formToken}").awaitText("#record", "${7*7}");
            assertThat(browser.driver().getTitle()).doesNotStartWith("run");
            browser.assertWellMade("event-hostile");
        }
    }

    @Test
    void aDeliveryThatIsNotUnderstoodIsShownAndDoesNotRun() {
        // Given
        deliver(8_180_503, HOSTILE, 202, "\"entity\":\"deal\"", "\"entity\":7");
        Door.ofNewDeals().deliver(new byte[] {(byte) 0xff, 0, '<', 'b', '>', (byte) 0xc3});
        var browser = Browser.signedIn();

        // When
        browser.go("/console/quarantine").awaitText("h1", "Quarantine");

        // Then
        var pages = browser.all("tbody a").stream()
                .map(link -> link.getDomAttribute("href"))
                .filter(link -> link.startsWith("/console/quarantine/"))
                .distinct()
                .limit(2)
                .toList();
        assertThat(pages).hasSize(2);
        for (var page : pages) {
            browser.go(page).awaitText("h2", "As it came");
            assertThat(browser.driver().getTitle()).doesNotStartWith("run");
            browser.assertWellMade("quarantined-hostile");
        }
    }

    @Test
    void whatIsAskedForByAnAddressIsShownAsItIs() {
        // Given
        var hostile = URLEncoder.encode(HOSTILE.substring(0, 180), UTF_8);
        var browser = Browser.signedIn();

        for (var page :
                new String[] {"events?q=", "triggers?q=", "quarantine?reason=", "replays/new?ids=", "hooks/new?name="
                }) {
            // When
            browser.go("/console/" + page + hostile).awaitText("h1", "");

            // Then
            assertThat(browser.driver().getTitle()).doesNotStartWith("run");
            browser.assertQuiet();
        }
    }

    private static void deliver(long id, String title, int status, String... change) {
        var body = Payloads.inCompany(COMPANY, Payloads.addedV2("deal", id, 1, "901"))
                .replace("\"Roof " + id + '"', TextNode.valueOf(title).toString());
        assertThat(body).contains("inject:shell");
        var sent = change.length == 0 ? body : body.replace(change[0], change[1]);
        assertThat(Door.ofNewDeals().deliver(sent).status()).isEqualTo(status);
    }

    private static String event(long id) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> Api.events("key=" + COMPANY + ":deal:" + id), found -> found.size() == 1)
                .getFirst()
                .path("id")
                .asText();
    }
}

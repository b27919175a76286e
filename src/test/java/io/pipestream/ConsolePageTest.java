package io.pipestream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import io.pipestream.support.Api;
import io.pipestream.support.Browser;
import io.pipestream.support.Door;
import io.pipestream.support.NewDeal;
import io.pipestream.support.Payloads;
import io.pipestream.support.SandboxClient;
import io.pipestream.support.TestClock;
import io.pipestream.support.Topic;
import io.quarkus.test.junit.QuarkusTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The console's first pages, in a browser. */
@QuarkusTest
class ConsolePageTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void theLinkOfTheFirstRunLetsInAndLeavesNoKeyInTheAddress() {
        // When
        var browser = Browser.signedIn();

        // Then
        assertThat(browser.path()).isEqualTo("/console");
        assertThat(browser.driver().getCurrentUrl()).doesNotContain(Api.KEY);
        browser.press("Sign out").awaitText("h1", "Sign in");
        browser.go("/console/events").awaitText("h1", "Sign in").assertWellMade("door");
        browser.type("input[name=key]", "psk_not_a_key_of_anybody").press("Sign in");
        browser.awaitText(".problem", "Nobody has this key");
    }

    @Test
    void theOverviewSaysWhatIsWellAndCountsWhatCame() {
        // Given
        var browser = Browser.signedIn();
        browser.awaitText("#live", "Kafka").awaitText("#live", "Webhooks").awaitText("#live", "Tokens");

        // When
        var id = SandboxClient.add("note", "{\"content\": \"Counted\", \"deal_id\": 1}")
                .path("id")
                .asText();

        // Then
        Awaitility.await("the note is stored")
                .atMost(PATIENCE)
                .until(() -> Api.events("object=note&record_id=" + id).size() == 1);
        // Asked of the page at once: what is live is replaced while one looks at it.
        Awaitility.await("it is counted").atMost(PATIENCE).until(() ->
                (Boolean) browser.ask("return /notes [1-9]/.test(document.body.innerText)"));
        Awaitility.await("four charts are drawn")
                .atMost(PATIENCE)
                .until(() -> browser.all("[data-chart] canvas").size() == 4);
        browser.press("Week").awaitText(".tabs [aria-current]", "Week");
        assertThat(browser.path()).isEqualTo("/console?span=week");
        browser.press("Hour").assertWellMade("overview");
    }

    /** A chart is drawn on a canvas, which keeps no text: what is written there is noted while the charts are drawn again. */
    @Test
    void aChartHasRoomForTheLabelsOfItsAxesAndCountsInWholeNumbers() {
        // Given
        var browser = Browser.signedIn().awaitText("#live", "Kafka");
        browser.ask("""
                window.written = [];
                const canvas = CanvasRenderingContext2D.prototype;
                const write = canvas.fillText;
                canvas.fillText = function (text, x, ...rest) {
                    const left = this.textAlign === 'right' ? x - this.measureText(text).width : x;
                    window.written.push({text, left, isOfCounts: this.textAlign === 'right' && !text.endsWith(' s')});
                    return write.call(this, text, x, ...rest);
                };
                return true""");

        // When
        browser.ask("return document.dispatchEvent(new Event('themechange'))");

        // Then
        Awaitility.await("four charts are drawn again")
                .atMost(PATIENCE)
                .until(() -> (Boolean) browser.ask("return window.written.some((label) => label.text.endsWith(' s'))"
                        + " && window.written.filter((label) => label.text === '0').length >= 3"));
        assertThat(browser.ask("return window.written.filter((label) => label.left < 0)"))
                .isEqualTo(List.of());
        // 1.5K is a whole number.
        assertThat(browser.ask(
                        "return window.written.filter((label) => label.isOfCounts && /[.,]\\d+$/.test(label.text))"))
                .isEqualTo(List.of());
    }

    @Test
    void anEventShowsUpWhileSomebodyLooksAndNotWhileItIsPaused() {
        // Given
        var browser = Browser.signedIn().press("Events").awaitText("h1", "Events");
        SandboxClient.add("deal", "{\"title\": \"Seen as it came\", \"value\": 7}");
        browser.awaitText("#rows tr", "Seen as it came").awaitText("#rows tr", "in Kafka");

        // When
        browser.press("Pause");
        var id = SandboxClient.add("deal", "{\"title\": \"Held back\", \"value\": 8}")
                .path("id")
                .asText();

        // Then
        Awaitility.await("the second is stored")
                .atMost(PATIENCE)
                .until(() ->
                        Api.events("object=deal&action=added&record_id=" + id).size() == 1);
        assertThat(browser.find("#rows").getText()).doesNotContain("Held back");
        browser.press("Go on").awaitText("#rows tr", "Held back");
        assertThat(browser.all("#rows tr").stream().filter(row -> row.getText().contains("Seen as it came")))
                .hasSize(1);
        browser.assertWellMade("events");
    }

    @Test
    void aTailThatCouldNotAskSaysSoAndGoesOnByItself() {
        // Given
        var browser = Browser.signedIn().go("/console/events").awaitText("h1", "Events");

        // When
        browser.isOffline(true).awaitText("#problems", "The service does not answer");
        SandboxClient.add("deal", "{\"title\": \"Came while nobody could ask\", \"value\": 9}");
        browser.isOffline(false);

        // Then
        browser.awaitText("#rows tr", "Came while nobody could ask");
        assertThat(browser.has("#problems .problem")).isFalse();
    }

    @Test
    void aSearchIsInItsAddressAndSaysWhatToDoIfItFindsNothing() {
        // Given
        var browser = Browser.signedIn().press("Events");

        // When
        browser.type("input[name=q]", "nobody ever wrote this").press("Search");

        // Then
        browser.awaitText(".empty", "No event is like that");
        assertThat(browser.path()).contains("q=nobody+ever+wrote+this");
        browser.go("/console/events?sequence_from=many").awaitText("main", "sequence_from");
        browser.go("/console/events/" + UUID.randomUUID()).awaitText("h1", "There is nothing here");
    }

    @Test
    void anEventsPageHasItsWayItsChangesAndItsDeliveries() {
        // Given
        var door = Door.ofNewDeals();
        var now = TestClock.now();
        door.deliver(NewDeal.of(880_802, now).json().replace("Roof", "Shed roof <b>"));
        door.deliver(Payloads.inCompany("7301", Payloads.changedV2("deal", 880_802, "Barn roof", now.plusSeconds(5))));
        var changed = Awaitility.await("the change is published")
                .atMost(PATIENCE)
                .until(
                        () -> Api.events("object=deal&action=updated&state=published&record_id=880802"),
                        found -> found.size() == 1)
                .getFirst();

        // When
        var browser =
                Browser.signedIn().go("/console/events/" + changed.path("id").asText());

        // Then
        browser.awaitText(".timeline", "Received").awaitText(".timeline", "In Kafka");
        browser.awaitText(".diff", "Shed roof <b>").awaitText(".diff", "Barn roof");
        browser.awaitText("#record", "\"title\": \"Barn roof\"").awaitText("#body", "\"meta\"");
        browser.assertWellMade("event");
        browser.press("deal added").awaitText("h1", "deal added: Shed roof <b>");
        browser.awaitText("#payload", "\"value\": \"100\"");
    }

    @Test
    void whatIsCopiedIsInTheClipboardOrSelectedWhereABrowserHasNone() {
        // Given
        Door.ofNewDeals().deliver(NewDeal.of(880_804, TestClock.now()).json());
        var id = Awaitility.await("the deal is stored")
                .atMost(PATIENCE)
                .until(() -> Api.events("object=deal&record_id=880804"), found -> found.size() == 1)
                .getFirst()
                .path("id")
                .asText();
        var browser = Browser.signedIn().mayUseClipboard().go("/console/events/" + id);

        // When
        browser.click("[data-copy=id]").awaitText("[data-copy=id]", "Copied");

        // Then
        assertThat(browser.ask("return navigator.clipboard.readText()")).isEqualTo(id);

        // When
        browser.ask("Object.defineProperty(navigator, 'clipboard', {value: undefined}); return ''");
        browser.click("[data-copy=id]").awaitText("[data-copy=id]", "Selected");

        // Then
        assertThat(browser.ask("return getSelection().toString().trim()")).isEqualTo(id);
        browser.assertQuiet();
    }

    @Test
    void whatWasToldTwiceIsLinkedAndAnEventIsSentAgainOnceItWasAsked() {
        // Given
        var door = Door.ofNewDeals();
        var told = NewDeal.of(880_801, TestClock.now()).json();
        door.deliver(told);
        door.deliver(told.replace("\"attempt\": 1", "\"attempt\": 2"));
        var event = Awaitility.await("it is published")
                .atMost(PATIENCE)
                .until(() -> Api.events("object=deal&state=published&record_id=880801"), found -> found.size() == 1)
                .getFirst();
        var topic = Topic.mark("pipedrive.deal.added");
        var browser =
                Browser.signedIn().go("/console/events/" + event.path("id").asText());
        browser.awaitText(".timeline", "Told again");
        browser.click(".timeline li:nth-of-type(3) a, .timeline li:nth-of-type(4) a")
                .awaitText("#body", "\"attempt\": 2");

        // When
        browser.press("Redeliver").awaitText("dialog", "Whoever reads the topic reads it again");
        browser.press("Leave it").press("Redeliver").press("Send it again");

        // Then
        browser.awaitText(".notice", "It is being sent once more");
        var again = topic.await(1, record -> record.key().equals("7301:deal:880801"))
                .getFirst();
        assertThat(again.headers().lastHeader("ce_replayid")).isNotNull();
        browser.assertQuiet();
    }
}

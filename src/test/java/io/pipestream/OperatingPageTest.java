package io.pipestream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.stream.StreamSupport;

import io.pipestream.support.Api;
import io.pipestream.support.Browser;
import io.pipestream.support.Door;
import io.pipestream.support.Payloads;
import io.pipestream.support.SandboxClient;
import io.pipestream.support.TestClock;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an operator does on pages: replays, quarantine, gaps and backfills, each from the first click to what came of it. */
@QuarkusTest
@Timeout(120)
class OperatingPageTest {

    private static final String COMPANY = "81801";

    private static final long REPLAYED = 8_180_100;

    @Test
    void aReplayIsPlannedRunPausedResumedAndCancelled() {
        // Given
        for (var id = REPLAYED; id < REPLAYED + 30; id++) {
            deliver(Payloads.inCompany("81802", Payloads.addedV2("deal", id, 1, "901")));
        }
        var browser = Browser.signedIn().press("Replays").awaitText("h1", "Replays");

        // When
        browser.press("Plan a replay").awaitText("h1", "Plan a replay").assertWellMade("replay-form");
        browser.type("[name=company_id]", "81802")
                .type("[name=object]", "deal")
                .type("[name=rate]", "1")
                .type("[name=reason]", "a team lost its table")
                .press("Plan it");

        // Then
        browser.awaitText("h1", "Replay of deal of company 81802")
                .awaitText("#progress", "planned, nothing is sent yet")
                .awaitText("#progress", "0 of 30 sent")
                .awaitText("main", "30 records in pipedrive.replay.");
        browser.assertWellMade("replay-planned");
        browser.press("Run it").awaitText("#progress .badge", "running").press("Pause");
        browser.awaitText("#progress .badge", "paused").press("Resume");
        browser.awaitText("#progress .badge", "running").picture("replay-running-light");
        browser.ask("document.getElementById('progress').className += ' asked'; return ''");
        browser.press("Cancel").awaitText("#confirm", "cannot be resumed");
        // Whoever reads before he answers does so to a page that has gone on.
        browser.awaitCount("#progress.asked", 0).press("Cancel it");
        browser.awaitText("#progress .badge", "cancelled");
        assertThat(browser.has("#progress button")).isFalse();
        browser.press("Replays").awaitText("#replays", "a team lost its table").assertWellMade("replays");
    }

    @Test
    void aPlanThatCannotBeMadeSaysWhatToDoAndKeepsWhatWasTyped() {
        // Given
        var browser = Browser.signedIn().go("/console/replays/new?object=deal&record_id=1");
        browser.type("[name=received_from]", "yesterday").type("[name=reason]", "to try it");

        // When
        browser.press("Plan it");

        // Then
        browser.awaitText("#problems", "Received from is a time in UTC, for example");
        assertThat(browser.find("[name=reason]").getDomProperty("value")).isEqualTo("to try it");
        assertThat(browser.find("[name=record_id]").getDomProperty("value")).isEqualTo("1");
    }

    @Test
    void aSearchLeadsToAReplayOfJustWhatItFound() {
        // Given
        deliver(Payloads.inCompany("81804", Payloads.addedV2("deal", 8_180_130, 1, "901")));
        deliver(Payloads.inCompany("81804", Payloads.addedV2("deal", 8_180_131, 1, "901")));
        var until = TestClock.now().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);
        var search = "/console/events?object=deal&company_id=81804&record_id=8180131&received_to=" + until;
        var browser = Browser.signedIn().go(search).awaitCount("#rows tr", 1);

        // When
        browser.press("Replay these").awaitText("h1", "Plan a replay");

        // Then
        assertThat(browser.find("[name=received_until]").getDomProperty("value"))
                .isEqualTo(until.toString());
        browser.type("[name=reason]", "to look at it").press("Plan it").awaitText("#progress", "0 of 1 sent");
        // What a replay cannot be asked for must not be left out in silence.
        browser.go(search + "&source=webhook-v2").awaitCount("#rows tr", 1);
        assertThat(browser.driver().getPageSource()).doesNotContain("Replay these");
    }

    @Test
    void aQuarantinedBodyIsCorrectedAndBecomesAnEvent() {
        // Given
        var right = deal(8_180_201);
        var wrong = right.replace("\"entity\":\"deal\"", "\"entity\":42");
        var id = quarantined(wrong);
        var browser = Browser.signedIn().press("Quarantine").awaitText("h1", "Quarantine");
        browser.assertWellMade("quarantine");
        browser.click("a[href='/console/quarantine/" + id + "']").awaitText("#original", "\"entity\":42");
        browser.assertWellMade("quarantined");

        // When
        browser.press("Read it again").awaitText(".notice", "Not understood this time either");
        browser.driver().executeScript("document.querySelector('textarea').value = arguments[0]", right);
        browser.press("Read this");

        // Then
        browser.awaitText(".notice", "there is an event of it now").awaitText(".badge", "read again");
        assertThat(browser.has("textarea")).isFalse();
        assertThat(Api.events("company_id=" + COMPANY + "&record_id=8180201")).hasSize(1);
        browser.go("/console/quarantine?state=rerun").awaitText("tbody", "read again");
    }

    @Test
    void whatIsWorthNothingIsDiscardedWithItsReason() {
        // Given
        var id = quarantined(deal(8_180_202).replace("\"entity\":\"deal\"", "\"entity\":43"));
        var browser = Browser.signedIn().go("/console/quarantine/" + id);

        // When
        browser.type("section [name=reason]", "somebody's test").press("Discard");
        browser.awaitText("#confirm", "for good").press("Discard it");

        // Then
        browser.awaitText(".timeline", "discarded: somebody's test");
        assertThat(Api.get("/api/quarantine/" + id).json().path("state").asText())
                .isEqualTo("discarded");
    }

    @Test
    void aBackfillIsMeasuredAskedForAndWatched() {
        // Given
        Door.ofNewDeals();
        SandboxClient.control("PUT", "/faults", "{\"drop\": 1.0}");
        var from = TestClock.now().minusSeconds(2);
        try {
            SandboxClient.add("deal", "{\"title\": \"Nobody told of it\"}");
        } finally {
            SandboxClient.control("DELETE", "/faults", "");
        }
        var browser = Browser.signedIn().press("Backfills").awaitText("h1", "Backfills");
        browser.type("[name=from]", from.toString()).click("[value=deal]");

        // When
        browser.press("See what it takes").awaitText("#cost", "tokens").assertWellMade("backfill-measured");
        browser.press("Begin it");

        // Then
        browser.awaitText("h1", "Backfill of deal").awaitText("#progress .badge", "done");
        browser.assertWellMade("backfill");
        browser.press("Backfills").awaitText("#backfills", "deal");
    }

    @Test
    void gapsTellHowFarEverythingIsKnown() {
        // Given
        Door.ofNewDeals();
        var browser = Browser.signedIn();

        // When
        browser.press("Gaps");

        // Then
        browser.awaitText("h1", "Gaps").awaitText(".cards", "Everything is known up to");
        browser.assertWellMade("gaps");
        browser.go("/console/gaps?state=closed");
        assertThat(browser.find("[name=state]").getDomProperty("value")).isEqualTo("closed");
    }

    @Test
    void triggersTellTheirFieldsAndLeadToTheirEvents() {
        // Given
        var browser = Browser.signedIn().press("Triggers").awaitText("h1", "Triggers");
        browser.assertWellMade("triggers");

        // When
        browser.type("[name=q]", "new_note").press("Show");

        // Then
        browser.awaitText("section code", "PIPEDRIVE_NEW_NOTE_TRIGGER").awaitText("section tbody", "content");
        assertThat(browser.all("main section")).hasSize(1);
        browser.press("Its events").awaitText("h1", "Events");
        assertThat(browser.path()).isEqualTo("/console/events?object=note&action=added");
    }

    private static String deal(long id) {
        return Payloads.inCompany(COMPANY, Payloads.addedV2("deal", id, 1, "901"));
    }

    private static void deliver(String body) {
        assertThat(Door.ofNewDeals().deliver(body).status()).isEqualTo(204);
    }

    private static String quarantined(String body) {
        assertThat(Door.ofNewDeals().deliver(body).status()).isEqualTo(202);
        return await().atMost(Duration.ofSeconds(10))
                .until(
                        () -> StreamSupport.stream(
                                        Api.get("/api/quarantine?limit=10")
                                                .json()
                                                .path("data")
                                                .spliterator(),
                                        false)
                                .filter(one -> body.startsWith(new String(
                                        Base64.getDecoder()
                                                .decode(one.path("body_head").asText()),
                                        UTF_8)))
                                .map(one -> one.path("id").asText())
                                .findFirst()
                                .orElse(""),
                        id -> !id.isEmpty());
    }
}

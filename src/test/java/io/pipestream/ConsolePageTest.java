package io.pipestream;

import static org.assertj.core.api.Assertions.assertThat;

import io.pipestream.support.Browser;
import io.pipestream.support.SandboxClient;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** The console's first pages, in a browser. */
@QuarkusTest
class ConsolePageTest {

    @Test
    void theLinkOfTheFirstRunLetsInAndLeavesNoKeyInTheAddress() {
        // When
        var browser = Browser.signedIn();

        // Then
        assertThat(browser.path()).isEqualTo("/console");
        browser.assertWellMade("overview");
        browser.press("Sign out").awaitText("h1", "Sign in");
        browser.go("/console/events").awaitText("h1", "Sign in").assertWellMade("door");
    }

    @Test
    void anEventShowsUpWhileSomebodyLooks() {
        // Given
        var browser = Browser.signedIn().press("Events").awaitText("h1", "Events");

        // When
        SandboxClient.add("deal", "{\"title\": \"Seen as it came\", \"value\": 7}");

        // Then
        browser.awaitText("#rows tr td", "Seen as it came");
        browser.awaitText("#rows tr", "deal added");
        browser.assertWellMade("events");
    }
}

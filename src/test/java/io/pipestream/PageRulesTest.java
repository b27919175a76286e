package io.pipestream;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pipestream.support.Browser;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every page is held to is noticed where a page breaks it. */
@QuarkusTest
@Timeout(120)
class PageRulesTest {

    @Test
    void aButtonWithoutANameIsNoticed() {
        // Given
        var browser = Browser.signedIn();
        browser.ask("document.querySelector('main').append(document.createElement('button')); return ''");

        // Then
        assertThatThrownBy(() -> browser.assertWellMade("unnamed"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("[unnamed]")
                .hasMessageContaining("button-name");
    }

    @Test
    void colourThatIsTooFaintInTheDarkAloneIsNoticed() {
        // Given
        var browser = Browser.signedIn();
        browser.ask("""
                const sheet = new CSSStyleSheet();
                sheet.replaceSync('@media (prefers-color-scheme: dark) { h1 { color: #222; background: #111 } }');
                document.adoptedStyleSheets = [sheet];
                return '';""");

        // Then
        assertThatThrownBy(() -> browser.assertWellMade("faint"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("[faint in the dark]")
                .hasMessageContaining("color-contrast");
    }
}

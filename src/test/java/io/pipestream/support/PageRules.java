package io.pipestream.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.logging.Level;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import org.openqa.selenium.logging.LogType;

/** What every page promises. */
final class PageRules {

    /** What stands out of its place, and so on its neighbour; and what is to be hit and is smaller than a letter. */
    private static final String SQUEEZED = """
            const seen = (element) => element.checkVisibility() && element.clientWidth > 0;
            const told = (element) => element.tagName + ' ' + (element.textContent || element.name).trim();
            return [...document.querySelectorAll('td, tbody th, dd, button, .button')]
                .filter((element) => seen(element) && element.scrollWidth > element.clientWidth + 1)
                .concat([...document.querySelectorAll('input[type=radio], input[type=checkbox]')]
                    .filter((element) => seen(element) && element.offsetWidth < 12))
                .map(told);""";

    /** All that the dark changes. */
    private static final List<String> COLOURS = List.of("color-contrast", "link-in-text-block");

    private final Browser browser;

    PageRules(Browser browser) {
        this.browser = browser;
    }

    /**
     * Holds the page to what every page promises, wide and narrow, light and dark: nothing a screen reader stumbles over,
     * nothing wider than a telephone or squeezed by it, no complaint in the browser's console, nothing asked of another
     * host. Where pictures are asked for, leaves {@code name-light}, {@code name-dark} and {@code name-narrow}.
     */
    void assertWellMade(String name) {
        browser.isDark(false).width(Browser.WIDE);
        assertThat(barriers(axe())).as(name).isEmpty();
        browser.picture(name + "-light");
        browser.isDark(true);
        assertThat(barriers(axe().withRules(COLOURS))).as(name + " in the dark").isEmpty();
        browser.picture(name + "-dark");
        browser.isDark(false).width(Browser.NARROW);
        assertThat(((Number) browser.ask("return document.documentElement.scrollWidth")).intValue())
                .as("width of " + name + " on a telephone")
                .isLessThanOrEqualTo(Browser.NARROW);
        assertThat((List<?>) browser.ask(SQUEEZED))
                .as("squeezed in " + name + " on a telephone")
                .isEmpty();
        assertThat(barriers(axe())).as(name + " on a telephone").isEmpty();
        browser.picture(name + "-narrow");
        browser.width(Browser.WIDE);
        assertQuiet();
    }

    /** In the page itself, which has no frames, instead of a window opened for it. */
    @SuppressWarnings("deprecation") // For pages with frames of others it is.
    private static AxeBuilder axe() {
        return new AxeBuilder().setLegacyMode();
    }

    /** What axe calls serious or critical. */
    private List<String> barriers(AxeBuilder axe) {
        return axe.analyze(browser.driver()).getViolations().stream()
                .filter(rule -> List.of("serious", "critical").contains(rule.getImpact()))
                .map(PageRules::describe)
                .toList();
    }

    private static String describe(Rule rule) {
        return rule.getId() + ": " + rule.getHelp() + " at "
                + rule.getNodes().stream()
                        .map(node -> String.valueOf(node.getTarget()))
                        .toList();
    }

    /** Since the last look: no error in the browser's console, and no request to another host. */
    void assertQuiet() {
        var complaints = browser.driver().manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(line -> line.getLevel().intValue() >= Level.WARNING.intValue())
                .map(Object::toString)
                .toList();
        assertThat(complaints).as("complaints of the browser").isEmpty();
        var ours = URI.create(browser.driver().getCurrentUrl()).getAuthority();
        assertThat(requested())
                .allSatisfy(address -> assertThat(
                                address.startsWith("data:") || address.startsWith("about:")
                                        ? ours
                                        : URI.create(address).getAuthority())
                        .as(address)
                        .isEqualTo(ours));
    }

    private List<String> requested() {
        return browser.driver().manage().logs().get(LogType.PERFORMANCE).getAll().stream()
                .map(line -> read(line.getMessage()).path("message"))
                .filter(message -> message.path("method").asText().equals("Network.requestWillBeSent"))
                .map(message -> message.at("/params/request/url").asText())
                .toList();
    }

    private static JsonNode read(String json) {
        try {
            return Http.JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}

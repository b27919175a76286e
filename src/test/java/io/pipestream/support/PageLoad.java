package io.pipestream.support;

import java.time.Duration;
import java.util.Map;

import org.awaitility.Awaitility;

/**
 * A page as it is loaded without anything kept.
 *
 * @param answerMillis from the request to the first byte of the page
 * @param paintMillis from the request to the first thing that is seen of it
 * @param bytes       that came over the wire, for it and all that it loads
 */
public record PageLoad(double answerMillis, double paintMillis, long bytes) {

    /**
     * Loads a page with nothing kept, from another page of the same host: for one that comes from elsewhere, a blank page
     * too, the browser starts a process of its own, as the page's Cross-Origin-Opener-Policy asks.
     */
    static PageLoad of(Browser browser, String address) {
        var driver = browser.driver();
        driver.executeCdpCommand("Network.clearBrowserCache", Map.of());
        driver.get(address);
        Awaitility.await(address + " is painted")
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> (Boolean) browser.ask("return document.readyState === 'complete'"
                        + " && performance.getEntriesByName('first-contentful-paint').length === 1"));
        var paint = (Number) browser.ask("return performance.getEntriesByName('first-contentful-paint')[0].startTime");
        var bytes = (Number) browser.ask("return [...performance.getEntriesByType('navigation'),"
                + " ...performance.getEntriesByType('resource')].reduce((sum, one) => sum + one.transferSize, 0)");
        var answer = (Number) browser.ask("return performance.getEntriesByType('navigation')[0].responseStart");
        return new PageLoad(answer.doubleValue(), paint.doubleValue(), bytes.longValue());
    }
}

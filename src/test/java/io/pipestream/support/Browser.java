package io.pipestream.support;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogType;

/**
 * A real Chromium in front of the application under test; one for all tests of a run, each of which begins signed out.
 * It needs Debian's {@code chromium} and {@code chromium-driver}, which {@code .ci/run} installs. Without them a test is
 * skipped and says so.
 */
public final class Browser {

    /** The narrowest telephone that pages have to fit. */
    public static final int NARROW = 360;

    static final int WIDE = 1280;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final AtomicReference<@Nullable Browser> OPEN = new AtomicReference<>();

    private final ChromeDriver driver;
    private final Device device;
    private final PageRules rules = new PageRules(this);

    /** Of the service, without a trailing slash. */
    private String base = "";

    private Browser(ChromeDriver driver) {
        this.driver = driver;
        this.device = new Device(driver);
    }

    /** Signed out, wide, light. */
    public static Browser fresh() {
        return fresh(Api.url(""));
    }

    /** Likewise, in front of the service at this address. */
    public static synchronized Browser fresh(String base) {
        if (!Tool.isThere("chromium") || !Tool.isThere("chromedriver")) {
            System.err.println(
                    "SKIPPED: the console is not tested in a browser. Install chromium and chromium-driver.");
            Assumptions.abort("chromium or chromedriver is not there");
        }
        var browser = OPEN.get();
        if (browser == null) {
            browser = new Browser(Chromium.start());
            OPEN.set(browser);
        }
        browser.base = base;
        browser.driver.executeCdpCommand("Network.clearBrowserCookies", Map.of());
        browser.width(WIDE);
        browser.isDark(false);
        browser.isOffline(false);
        browser.forget();
        return browser;
    }

    /** Signed in with the admin key, as by the link that the first run prints, on the first page. */
    public static Browser signedIn() {
        var browser = fresh();
        browser.go("/console/enter#key=" + Api.KEY);
        browser.awaitText("h1", "Overview");
        return browser;
    }

    /** As {@link #fresh}, on the page of somebody else than the application, who is then the host that pages may ask. */
    public static Browser at(URI address) {
        var browser = fresh();
        browser.drop();
        browser.driver.get(address.toString());
        return browser;
    }

    public Browser go(String path) {
        // A change behind the # alone would load nothing.
        driver.get("about:blank");
        driver.get(base + path);
        return this;
    }

    /** The address without the host. */
    public String path() {
        var uri = URI.create(driver.getCurrentUrl());
        return uri.getRawPath() + (uri.getRawQuery() == null ? "" : '?' + uri.getRawQuery());
    }

    public Browser width(int pixels) {
        device.width(pixels);
        return this;
    }

    /** What the system says of colours. */
    public Browser isDark(boolean dark) {
        device.isDark(dark);
        return this;
    }

    /** Whether every request fails before it reaches anybody. */
    public Browser isOffline(boolean offline) {
        device.isOffline(offline);
        return this;
    }

    /** Lets pages read what they have copied, for the test to see it. */
    public Browser mayUseClipboard() {
        device.mayUseClipboard();
        return this;
    }

    /** The first element; waits until there is one that is seen. */
    public WebElement find(String css) {
        return await(
                css,
                () -> driver.findElements(By.cssSelector(css)).stream()
                        .filter(WebElement::isDisplayed)
                        .findFirst()
                        .orElse(null));
    }

    public boolean has(String css) {
        return driver.findElements(By.cssSelector(css)).stream().anyMatch(WebElement::isDisplayed);
    }

    public List<WebElement> all(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    public Browser click(String css) {
        return retrying("click " + css, () -> find(css).click());
    }

    /** Clicks the link or button with this text. */
    public Browser press(String text) {
        var where = By.xpath("//*[self::a or self::button or self::summary][normalize-space()='" + text + "']");
        return retrying(
                "press " + text,
                () -> await(
                                text,
                                () -> driver.findElements(where).stream()
                                        .filter(WebElement::isDisplayed)
                                        .findFirst()
                                        .orElse(null))
                        .click());
    }

    public Browser type(String css, String text) {
        var field = find(css);
        field.clear();
        field.sendKeys(text);
        return this;
    }

    /** Waits until an element has this in its text. */
    public Browser awaitText(String css, String text) {
        await(
                css + " says " + text,
                () -> driver.findElements(By.cssSelector(css)).stream()
                        .filter(element -> element.getText().contains(text))
                        .findFirst()
                        .orElse(null));
        return this;
    }

    /** Waits until there are so many. */
    public Browser awaitCount(String css, int count) {
        Awaitility.await(count + " of " + css)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> all(css).size() == count);
        return this;
    }

    /** Runs a script that returns something. */
    public Object ask(String script) {
        return Objects.requireNonNull(driver.executeScript(script));
    }

    public ChromeDriver driver() {
        return driver;
    }

    @FunctionalInterface
    private interface Look {
        @Nullable
        WebElement at();
    }

    /** A part of the page that is replaced at the moment is looked for again. */
    private WebElement await(String what, Look look) {
        var found = new AtomicReference<@Nullable WebElement>();
        Awaitility.await(what + " on " + driver.getCurrentUrl())
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptionsInstanceOf(WebDriverException.class)
                .until(() -> {
                    found.set(look.at());
                    return found.get() != null;
                });
        return Objects.requireNonNull(found.get());
    }

    private Browser retrying(String what, Runnable action) {
        Awaitility.await(what)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptionsInstanceOf(WebDriverException.class)
                .until(() -> {
                    action.run();
                    return true;
                });
        return this;
    }

    /** Drops what was logged so far, and the colours that a page was told. */
    private void forget() {
        drop();
        driver.get(base + "/console/enter");
        driver.executeScript("localStorage.clear()");
    }

    private void drop() {
        driver.manage().logs().get(LogType.BROWSER);
        driver.manage().logs().get(LogType.PERFORMANCE);
    }

    /** Goes on in the tab that was opened last. */
    public Browser newestTab() {
        driver.switchTo()
                .window(driver.getWindowHandles().stream()
                        .reduce((first, second) -> second)
                        .orElseThrow());
        return this;
    }

    /** Goes on in the tab that was there first, and closes the others; what those asked for, elsewhere too, is forgotten. */
    public Browser onlyFirstTab() {
        var tabs = List.copyOf(driver.getWindowHandles());
        tabs.stream().skip(1).forEach(tab -> driver.switchTo().window(tab).close());
        driver.switchTo().window(tabs.getFirst());
        drop();
        return this;
    }

    /** See {@link PageRules#assertWellMade}. */
    public Browser assertWellMade(String name) {
        rules.assertWellMade(name);
        return this;
    }

    /** See {@link PageRules#assertQuiet}. */
    public void assertQuiet() {
        rules.assertQuiet();
    }

    /** Loads a page with nothing kept, from another page of the same host. */
    public PageLoad load(String path) {
        return PageLoad.of(this, base + path);
    }

    /** See {@link Pictures#take}. */
    public void picture(String name) {
        Pictures.take(driver, name);
    }
}

package io.pipestream.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * A real Chromium in front of the application under test; one for all tests of a run, each of which begins signed out.
 * It needs Debian's {@code chromium} and {@code chromium-driver}, which {@code .ci/run} installs. Without them a test is
 * skipped and says so.
 */
public final class Browser {

    /** The narrowest telephone that pages have to fit. */
    public static final int NARROW = 360;

    private static final int WIDE = 1280;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Path PICTURES = Path.of("target/pictures");

    /** {@code webp} is a third as large, for documents. */
    private static final String KIND = System.getProperty("pipestream.pictures", "png");

    private static final AtomicReference<@Nullable Browser> OPEN = new AtomicReference<>();

    private final ChromeDriver driver;

    /** Of the service, without a trailing slash. */
    private String base = "";

    private Browser(ChromeDriver driver) {
        this.driver = driver;
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
            browser = start();
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

    private static Browser start() {
        var options = new ChromeOptions();
        options.setBinary("/usr/bin/chromium");
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--disable-gpu",
                "--no-first-run",
                "--disable-extensions",
                "--disable-background-networking",
                "--hide-scrollbars",
                "--force-color-profile=srgb",
                "--lang=en-GB");
        var logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        var service = new ChromeDriverService.Builder()
                .usingDriverExecutable(Path.of("/usr/bin/chromedriver").toFile())
                .usingAnyFreePort()
                .build();
        var driver = new ChromeDriver(service, options);
        Runtime.getRuntime().addShutdownHook(new Thread(driver::quit, "browser"));
        return new Browser(driver);
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
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", pixels, "height", 800, "deviceScaleFactor", 1, "mobile", pixels < WIDE / 2));
        return this;
    }

    /** What the system says of colours. */
    public Browser isDark(boolean dark) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
        return this;
    }

    /** Whether every request fails before it reaches anybody. */
    public Browser isOffline(boolean offline) {
        driver.executeCdpCommand("Network.enable", Map.of());
        driver.executeCdpCommand(
                "Network.emulateNetworkConditions",
                Map.of("offline", offline, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
        return this;
    }

    /** Lets pages read what they have copied, for the test to see it. */
    public Browser mayUseClipboard() {
        driver.executeCdpCommand(
                "Browser.grantPermissions",
                Map.of("permissions", List.of("clipboardReadWrite", "clipboardSanitizedWrite")));
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
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptionsInstanceOf(WebDriverException.class)
                .until(() -> {
                    action.run();
                    return true;
                });
        return this;
    }

    /**
     * Holds the page to what every page promises, wide and narrow, light and dark: nothing a screen reader stumbles over,
     * nothing wider than a telephone, no complaint in the browser's console, nothing asked of another host. Leaves
     * pictures {@code name-light}, {@code name-dark} and {@code name-narrow} in {@code target/pictures}.
     */
    public Browser assertWellMade(String name) {
        for (var dark : new boolean[] {false, true}) {
            isDark(dark).width(WIDE);
            assertThat(barriers()).as(name + (dark ? " in the dark" : "")).isEmpty();
            picture(name + (dark ? "-dark" : "-light"));
        }
        isDark(false).width(NARROW);
        assertThat(((Number) ask("return document.documentElement.scrollWidth")).intValue())
                .as("width of " + name + " on a telephone")
                .isLessThanOrEqualTo(NARROW);
        assertThat(barriers()).as(name + " on a telephone").isEmpty();
        picture(name + "-narrow");
        width(WIDE);
        assertQuiet();
        return this;
    }

    /** What axe calls serious or critical. */
    private List<String> barriers() {
        return new AxeBuilder()
                .analyze(driver).getViolations().stream()
                        .filter(rule -> List.of("serious", "critical").contains(rule.getImpact()))
                        .map(Browser::describe)
                        .toList();
    }

    private static String describe(Rule rule) {
        return rule.getId() + ": " + rule.getHelp() + " at "
                + rule.getNodes().stream()
                        .map(node -> String.valueOf(node.getTarget()))
                        .toList();
    }

    /** Since the last look: no error in the browser's console, and no request to another host. */
    public void assertQuiet() {
        var complaints = driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(line -> line.getLevel().intValue() >= Level.WARNING.intValue())
                .map(Object::toString)
                .toList();
        assertThat(complaints).as("complaints of the browser").isEmpty();
        var ours = URI.create(driver.getCurrentUrl()).getAuthority();
        assertThat(requested())
                .allSatisfy(address -> assertThat(
                                address.startsWith("data:") || address.startsWith("about:")
                                        ? ours
                                        : URI.create(address).getAuthority())
                        .as(address)
                        .isEqualTo(ours));
    }

    private List<String> requested() {
        return driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
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

    /**
     * A page as it is loaded without anything kept.
     *
     * @param answerMillis from the request to the first byte of the page
     * @param paintMillis from the request to the first thing that is seen of it
     * @param bytes       that came over the wire, for it and all that it loads
     */
    public record Load(double answerMillis, double paintMillis, long bytes) {}

    /**
     * Loads a page with nothing kept, from another page of the same host: for one that comes from elsewhere, a blank page
     * too, the browser starts a process of its own, as the page's Cross-Origin-Opener-Policy asks.
     */
    public Load load(String path) {
        driver.executeCdpCommand("Network.clearBrowserCache", Map.of());
        driver.get(base + path);
        Awaitility.await(path + " is painted")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> (Boolean) ask("return document.readyState === 'complete'"
                        + " && performance.getEntriesByName('first-contentful-paint').length === 1"));
        var paint = (Number) ask("return performance.getEntriesByName('first-contentful-paint')[0].startTime");
        var bytes = (Number) ask("return [...performance.getEntriesByType('navigation'),"
                + " ...performance.getEntriesByType('resource')].reduce((sum, one) => sum + one.transferSize, 0)");
        var answer = (Number) ask("return performance.getEntriesByType('navigation')[0].responseStart");
        return new Load(answer.doubleValue(), paint.doubleValue(), bytes.longValue());
    }

    /** The whole page, as a picture of this name. */
    public Path picture(String name) {
        var shot = driver.executeCdpCommand(
                "Page.captureScreenshot", Map.of("format", KIND, "quality", 70, "captureBeyondViewport", true));
        try {
            Files.createDirectories(PICTURES);
            var data = Base64.getDecoder().decode(String.valueOf(shot.get("data")));
            return Files.write(PICTURES.resolve(name + '.' + KIND), data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

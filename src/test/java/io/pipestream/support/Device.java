package io.pipestream.support;

import java.util.List;
import java.util.Map;

import org.openqa.selenium.chrome.ChromeDriver;

/** What the browser makes pages believe of the machine. */
final class Device {

    private final ChromeDriver driver;

    Device(ChromeDriver driver) {
        this.driver = driver;
    }

    void width(int pixels) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", pixels, "height", 800, "deviceScaleFactor", 1, "mobile", pixels < Browser.WIDE / 2));
    }

    /** What the system says of colours. */
    void isDark(boolean dark) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    /** Whether every request fails before it reaches anybody. */
    void isOffline(boolean offline) {
        driver.executeCdpCommand("Network.enable", Map.of());
        driver.executeCdpCommand(
                "Network.emulateNetworkConditions",
                Map.of("offline", offline, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
    }

    /** Lets pages read what they have copied, for the test to see it. */
    void mayUseClipboard() {
        driver.executeCdpCommand(
                "Browser.grantPermissions",
                Map.of("permissions", List.of("clipboardReadWrite", "clipboardSanitizedWrite")));
    }
}

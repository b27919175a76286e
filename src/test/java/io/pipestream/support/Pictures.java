package io.pipestream.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;

import org.openqa.selenium.chrome.ChromeDriver;

/** Pages as people see them, for documents; taken only where they are asked for, as it takes longer than the tests. */
final class Pictures {

    private static final Path FOLDER = Path.of("target/pictures");

    /** {@code png}, or {@code webp}, which is a third as large; none if it is empty. */
    private static final String KIND = System.getProperty("pipestream.pictures", "");

    private Pictures() {}

    /** The whole page, as a picture of this name. */
    static void take(ChromeDriver driver, String name) {
        if (KIND.isEmpty()) {
            return;
        }
        var shot = driver.executeCdpCommand(
                "Page.captureScreenshot", Map.of("format", KIND, "quality", 70, "captureBeyondViewport", true));
        try {
            Files.createDirectories(FOLDER);
            var data = Base64.getDecoder().decode(String.valueOf(shot.get("data")));
            Files.write(FOLDER.resolve(name + '.' + KIND), data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

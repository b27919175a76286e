package io.pipestream.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;

import org.openqa.selenium.chrome.ChromeDriver;

/** Pages as people see them, for documents. */
final class Pictures {

    private static final Path FOLDER = Path.of("target/pictures");

    /** {@code webp} is a third as large, for documents. */
    private static final String KIND = System.getProperty("pipestream.pictures", "png");

    private Pictures() {}

    /** The whole page, as a picture of this name. */
    static Path take(ChromeDriver driver, String name) {
        var shot = driver.executeCdpCommand(
                "Page.captureScreenshot", Map.of("format", KIND, "quality", 70, "captureBeyondViewport", true));
        try {
            Files.createDirectories(FOLDER);
            var data = Base64.getDecoder().decode(String.valueOf(shot.get("data")));
            return Files.write(FOLDER.resolve(name + '.' + KIND), data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.pipestream.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

import io.pipestream.platform.Secrets;
import jakarta.inject.Singleton;

/**
 * Scripts, styles and the icon: our own and those of the two webjars, read once, compressed once. The address of each
 * holds a hash of what it says, so a browser may keep it for ever and still sees a new version at once.
 */
@Singleton
class Assets {

    private static final String SCRIPT = "text/javascript; charset=utf-8";

    private static final String STYLE = "text/css; charset=utf-8";

    private final Map<String, Asset> byName = List.of(
                    own("console.css", STYLE),
                    own("theme.js", SCRIPT),
                    own("console.js", SCRIPT),
                    own("charts.js", SCRIPT),
                    own("icon.svg", "image/svg+xml"),
                    webjar("htmx.org", "htmx.min.js", SCRIPT),
                    webjar("uplot", "uPlot.iife.min.js", SCRIPT),
                    webjar("uplot", "uPlot.min.css", STYLE))
            .stream()
            .collect(Collectors.toUnmodifiableMap(Asset::name, Function.identity()));

    /**
     * A file as it is served.
     *
     * @param hash of what it says
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Asset(String name, String type, String hash, byte[] plain, byte[] gzipped) {}

    Optional<Asset> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** For a page that holds it: the first paint then waits for nothing but the page. */
    String text(String name) {
        return new String(known(name).plain(), StandardCharsets.UTF_8);
    }

    /** What a policy calls the text of a page's element (Content Security Policy Level 3, hash-source). */
    String source(String name) {
        return "'sha256-"
                + Base64.getEncoder().encodeToString(Secrets.sha256(known(name).plain())) + '\'';
    }

    /** Where a page finds it. */
    String address(String name) {
        return "/console/assets/" + known(name).hash() + '/' + name;
    }

    private Asset known(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException("there is no asset " + name));
    }

    private static Asset own(String name, String type) {
        return asset(name, type, "console/" + name);
    }

    /** The version is what Maven put on the class path, so that the build file alone has it. */
    private static Asset webjar(String artifact, String name, String type) {
        var about = new Properties();
        try (var in = open("META-INF/maven/org.webjars.npm/" + artifact + "/pom.properties")) {
            about.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var version = about.getProperty("version");
        return asset(name, type, "META-INF/resources/webjars/" + artifact + '/' + version + "/dist/" + name);
    }

    private static Asset asset(String name, String type, String path) {
        try (var in = open(path)) {
            var plain = in.readAllBytes();
            var hash = HexFormat.of().formatHex(Secrets.sha256(plain), 0, 8);
            return new Asset(name, type, hash, plain, gzip(plain));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String path) throws IOException {
        var in = Thread.currentThread().getContextClassLoader().getResourceAsStream(path);
        if (in == null) {
            throw new IOException("not on the class path: " + path);
        }
        return in;
    }

    static byte[] gzip(byte[] plain) {
        var bytes = new ByteArrayOutputStream(plain.length / 3 + 64);
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return bytes.toByteArray();
    }
}

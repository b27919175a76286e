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
import io.quarkus.qute.RawString;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Scripts, styles and the icon: our own and those of the two webjars, read once. What decides the first paint is held by
 * the pages themselves; the rest is served, compressed once, and the address of each holds a hash of what it says, so a
 * browser may keep it for ever and still sees a new version at once.
 */
@Singleton
class Assets {

    private static final String SCRIPT = "text/javascript; charset=utf-8";

    private final Map<String, Inline> inline = List.of(
                    new Inline("console.css", read("console/console.css")),
                    new Inline("theme.js", read("console/theme.js")),
                    new Inline("uPlot.min.css", read(webjar("uplot", "uPlot.min.css"))))
            .stream()
            .collect(Collectors.toUnmodifiableMap(Inline::name, Function.identity()));

    private final Map<String, Asset> served = List.of(
                    new Asset("console.js", SCRIPT, read("console/console.js")),
                    new Asset("charts.js", SCRIPT, read("console/charts.js")),
                    new Asset("icon.svg", "image/svg+xml", read("console/icon.svg")),
                    new Asset("htmx.min.js", SCRIPT, read(webjar("htmx.org", "htmx.min.js"))),
                    new Asset("uPlot.iife.min.js", SCRIPT, read(webjar("uplot", "uPlot.iife.min.js"))))
            .stream()
            .collect(Collectors.toUnmodifiableMap(Asset::name, Function.identity()));

    /**
     * What pages hold: the first paint then waits for nothing but the page.
     *
     * @param source what a policy calls the text of a page's element (Content Security Policy Level 3, hash-source)
     */
    record Inline(String name, RawString text, String source) {

        private Inline(String name, byte[] content) {
            this(
                    name,
                    new RawString(new String(content, StandardCharsets.UTF_8)),
                    "'sha256-" + Base64.getEncoder().encodeToString(Secrets.sha256(content)) + '\'');
        }
    }

    /**
     * A file as it is served.
     *
     * @param hash of what it says
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Asset(String name, String type, String hash, byte[] plain, byte[] gzipped) {

        private Asset(String name, String type, byte[] content) {
            this(name, type, HexFormat.of().formatHex(Secrets.sha256(content), 0, 8), content, gzip(content));
        }
    }

    /** One that is served. */
    Optional<Asset> find(String name) {
        return Optional.ofNullable(served.get(name));
    }

    /** One that pages hold. */
    Inline inline(String name) {
        return known(name, inline.get(name));
    }

    /** Where a page finds one that is served. */
    String address(String name) {
        return "/console/assets/" + known(name, served.get(name)).hash() + '/' + name;
    }

    private static <T> T known(String name, @Nullable T found) {
        if (found == null) {
            throw new IllegalArgumentException("there is no asset " + name);
        }
        return found;
    }

    /** The version is what Maven put on the class path, so that the build file alone has it. */
    private static String webjar(String artifact, String name) {
        var about = new Properties();
        try (var in = open("META-INF/maven/org.webjars.npm/" + artifact + "/pom.properties")) {
            about.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var version = about.getProperty("version");
        return "META-INF/resources/webjars/" + artifact + '/' + version + "/dist/" + name;
    }

    private static byte[] read(String path) {
        try (var in = open(path)) {
            return in.readAllBytes();
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

package io.pipestream.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;

/** Parts of a URL's path that somebody typed. */
final class Segment {

    private Segment() {}

    /** So that an id with a slash or a space cannot become another path. */
    static String of(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }
}

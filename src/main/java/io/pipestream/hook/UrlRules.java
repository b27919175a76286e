package io.pipestream.hook;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a hook's URL may look like, whatever its name leads to. Pure. */
final class UrlRules {

    private static final int LONGEST = 2_000;

    private static final int DEFAULT_HTTP = 80;

    private static final int DEFAULT_HTTPS = 443;

    /** What ends in a number is an IPv4 address to some: 0177.0.0.1, 127.1, 0x7f000001. */
    private static final Pattern NUMBER = Pattern.compile("(^|\\.)(0[xX][0-9a-fA-F]*|[0-9]+)$");

    /** And to all, if it is written like this. */
    private static final Pattern ADDRESS = Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");

    private final boolean allowsHttp;
    private final List<Ports> ports;

    /** @throws IllegalArgumentException if one of the ports is none, nor a range of them */
    UrlRules(boolean allowsHttp, List<String> ports) {
        this.allowsHttp = allowsHttp;
        this.ports = ports.stream().map(Ports::parse).toList();
    }

    private record Ports(int from, int to) {

        static Ports parse(String text) {
            var ends = Arrays.stream(text.strip().split("-", 2))
                    .mapToInt(Integer::parseInt)
                    .toArray();
            var range = new Ports(ends[0], ends[ends.length - 1]);
            if (range.from < 1 || range.to > 65_535 || range.from > range.to) {
                throw new IllegalArgumentException("not a port or a range of them: " + text);
            }
            return range;
        }

        boolean has(int port) {
            return port >= from && port <= to;
        }
    }

    /**
     * The URL, taken apart.
     *
     * @throws ForbiddenDestinationException if it must not be called
     */
    Destination parse(String url) throws ForbiddenDestinationException {
        if (url.length() > LONGEST) {
            throw new ForbiddenDestinationException("the URL is longer than " + LONGEST + " characters");
        }
        URI uri;
        try {
            uri = new URI(url).parseServerAuthority();
        } catch (URISyntaxException e) {
            throw new ForbiddenDestinationException("the URL cannot be read");
        }
        var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !(allowsHttp && scheme.equals("http"))) {
            throw new ForbiddenDestinationException(
                    allowsHttp ? "the URL is not http or https" : "the URL is not https");
        }
        if (uri.getHost() == null || uri.getHost().isEmpty()) {
            throw new ForbiddenDestinationException("the URL has no host");
        }
        if (uri.getRawUserInfo() != null) {
            throw new ForbiddenDestinationException("the URL has a user name; calls are signed instead");
        }
        if (uri.getRawFragment() != null) {
            throw new ForbiddenDestinationException("the URL has a fragment, which no server sees");
        }
        var host = bare(uri.getHost());
        if (NUMBER.matcher(host).find() && !ADDRESS.matcher(host).matches()) {
            throw new ForbiddenDestinationException("the host is an address that different readers read differently");
        }
        var isHttps = scheme.equals("https");
        var port = uri.getPort() >= 0 ? uri.getPort() : isHttps ? DEFAULT_HTTPS : DEFAULT_HTTP;
        if (ports.stream().noneMatch(range -> range.has(port))) {
            throw new ForbiddenDestinationException("port " + port + " is not one of pipestream.hook.ports");
        }
        return new Destination(isHttps, host, port, target(uri));
    }

    /** Without the brackets of an IPv6 address, and without the dot that ends a full name. */
    private static String bare(String host) {
        if (host.startsWith("[")) {
            return host.substring(1, host.length() - 1);
        }
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    private static String target(URI uri) {
        var path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + '?' + uri.getRawQuery();
    }
}

package io.pipestream.hook;

/**
 * A hook's URL, taken apart.
 *
 * @param host   a name or an address, without brackets
 * @param target path and query
 */
record Destination(boolean isHttps, String host, int port, String target) {

    /** The value of the {@code Host} header. */
    String authority() {
        var name = host.indexOf(':') >= 0 ? '[' + host + ']' : host;
        return port == (isHttps ? 443 : 80) ? name : name + ':' + port;
    }
}

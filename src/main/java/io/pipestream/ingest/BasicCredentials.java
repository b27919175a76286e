package io.pipestream.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;

import io.pipestream.subscription.RegistrationCache;
import org.jspecify.annotations.Nullable;

/** HTTP Basic, RFC 7617: the only authentication that Pipedrive has. */
final class BasicCredentials {

    private static final String SCHEME = "Basic ";

    private BasicCredentials() {}

    /** Whether this header's user name and password are those of the registration. */
    static boolean open(RegistrationCache.Entry registration, @Nullable String header) {
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        try {
            var pair = new String(
                    Base64.getDecoder().decode(header.substring(SCHEME.length()).trim()), UTF_8);
            var colon = pair.indexOf(':');
            return colon >= 0 && registration.accepts(pair.substring(0, colon), pair.substring(colon + 1));
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }
}

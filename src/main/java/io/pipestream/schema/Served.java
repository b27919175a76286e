package io.pipestream.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;

/** Answers with a document that seldom changes: whoever has it already is told so. */
final class Served {

    /** As long as a consumer may go without what an upgrade added. */
    private static final int MAX_AGE_SECONDS = 300;

    private Served() {}

    static Response document(Request request, String document, String mediaType) {
        var tag = new EntityTag(digest(document));
        var unchanged = request.evaluatePreconditions(tag);
        var answer = unchanged == null ? Response.ok(document, mediaType + ";charset=UTF-8") : unchanged;
        var caching = new CacheControl();
        caching.setPrivate(false);
        caching.setNoTransform(false);
        caching.setMaxAge(MAX_AGE_SECONDS);
        return answer.tag(tag).cacheControl(caching).build();
    }

    private static String digest(String document) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(document.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}

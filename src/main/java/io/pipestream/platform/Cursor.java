package io.pipestream.platform;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import jakarta.ws.rs.core.Response.Status;
import org.jspecify.annotations.Nullable;

/** A place in a list as the API hands it out: opaque, so that what is behind it may change. */
public final class Cursor {

    private static final String PREFIX = "seq:";

    private Cursor() {}

    public static String of(long seq) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((PREFIX + seq).getBytes(StandardCharsets.US_ASCII));
    }

    /** The place behind the cursor, or {@code start} if none was given. */
    public static long seq(@Nullable String cursor, long start) {
        if (cursor == null || cursor.isEmpty()) {
            return start;
        }
        try {
            var text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
            if (text.startsWith(PREFIX)) {
                return Long.parseLong(text.substring(PREFIX.length()));
            }
        } catch (IllegalArgumentException notOurs) {
            // answered below, with what to do
        }
        throw Problems.of(
                Status.BAD_REQUEST, "cursor-invalid", "Pass next_cursor of an earlier answer, or none to start anew.");
    }
}

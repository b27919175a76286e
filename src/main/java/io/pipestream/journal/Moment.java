package io.pipestream.journal;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

import io.pipestream.platform.Problems;
import jakarta.ws.rs.core.Response.Status;
import org.jspecify.annotations.Nullable;

/** A place in a list that is ordered by time and then by id, as a cursor tells it. */
record Moment(Instant at, UUID id) {

    /** Behind everything, which is where a list that begins with the newest begins. */
    static final Moment END = new Moment(Instant.parse("9999-01-01T00:00:00Z"), new UUID(-1, -1));

    /** As Postgres orders them. */
    private static final UUID FIRST = new UUID(0, 0);

    /**
     * The earlier of this and the first one of that time: what comes before it is all that is before both. An index is
     * entered at one place only, and reads on from there.
     */
    Moment orFrom(@Nullable Instant time) {
        return time == null || at.isBefore(time) ? this : new Moment(time, FIRST);
    }

    String cursor() {
        var text = at.getEpochSecond() + "." + at.getNano() + ' ' + id;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    static Moment of(@Nullable String cursor) {
        if (cursor == null || cursor.isEmpty()) {
            return END;
        }
        try {
            var text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
            var parts = text.split("[. ]", 3);
            if (parts.length == 3) {
                var at = Instant.ofEpochSecond(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
                return new Moment(at, UUID.fromString(parts[2]));
            }
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException notOurs) {
            // answered below, with what to do
        }
        throw Problems.of(
                Status.BAD_REQUEST, "cursor-invalid", "Pass next_cursor of an earlier answer, or none to start anew.");
    }
}

package io.pipestream.journal;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.UUID;

import io.pipestream.platform.Problems;
import jakarta.ws.rs.core.Response.Status;
import org.jspecify.annotations.Nullable;

/** Query parameters, read by hand: JAX-RS answers 404 to one that it cannot read. What is not given stays null. */
final class Parameters {

    private Parameters() {}

    /** Refuses what Postgres would refuse, also where it would not be asked because the journal is empty. */
    static void comparable(@Nullable String... texts) {
        for (var text : texts) {
            if (text != null && text.indexOf('\0') >= 0) {
                throw Problems.of(
                        Status.BAD_REQUEST, "value-invalid", "A value of the request has a NUL character in it.");
            }
        }
    }

    static @Nullable Instant instant(String name, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw Problems.of(
                    Status.BAD_REQUEST, "time-invalid", name + " is an RFC 3339 time such as 2026-03-01T10:00:00Z.");
        }
    }

    static @Nullable UUID uuid(String name, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw Problems.of(Status.BAD_REQUEST, "id-invalid", name + " is a UUID as the API shows it.");
        }
    }

    static @Nullable Long number(String name, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            throw Problems.of(Status.BAD_REQUEST, "number-invalid", name + " is a whole number.");
        }
    }
}

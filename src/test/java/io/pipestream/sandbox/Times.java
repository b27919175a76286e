package io.pipestream.sandbox;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;

/** Pipedrive's three ways to write a time; records keep the second one. */
final class Times {

    private static final DateTimeFormatter V1 =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private Times() {}

    /** {@code 2026-03-01T10:00:05Z}, the form of REST v2 and of webhook v2 data. */
    static String seconds(Instant time) {
        return DateTimeFormatter.ISO_INSTANT.format(time.truncatedTo(ChronoUnit.SECONDS));
    }

    /** The same with milliseconds, as in webhook v2's meta and in the webhooks API. */
    static String millis(Instant time) {
        return MILLIS.format(time);
    }

    /** {@code 2026-03-01 10:00:05}, UTC without saying so. */
    static String v1(Instant time) {
        return V1.format(time);
    }

    /** Turns a kept time into v1's form. */
    static @Nullable String v1(@Nullable Object kept) {
        return kept == null ? null : v1(Instant.parse(kept.toString()));
    }

    /** Reads either form; null if it is neither. */
    static @Nullable Instant parse(String text) {
        try {
            return text.contains("T")
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text, V1).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}

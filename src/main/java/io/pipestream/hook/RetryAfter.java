package io.pipestream.hook;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

import org.jspecify.annotations.Nullable;

/** Reads the header by which a receiver asks to be left alone for a while. */
final class RetryAfter {

    private RetryAfter() {}

    /**
     * Null if there is none that can be read.
     *
     * @param date of the answer; a time is held against it, for both are by the receiver's clock
     */
    static @Nullable Duration parse(@Nullable String header, @Nullable String date) {
        if (header == null) {
            return null;
        }
        try {
            return Duration.ofSeconds(Math.clamp(Long.parseLong(header.strip()), 0, Integer.MAX_VALUE));
        } catch (NumberFormatException e) {
            return date == null ? null : between(date, header);
        }
    }

    private static @Nullable Duration between(String from, String until) {
        try {
            var wait = Duration.between(time(from), time(until));
            return wait.isNegative() ? Duration.ZERO : wait;
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static Instant time(String text) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.strip(), Instant::from);
    }
}

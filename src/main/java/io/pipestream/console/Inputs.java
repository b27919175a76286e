package io.pipestream.console;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

import io.pipestream.platform.Problems;
import jakarta.ws.rs.core.Response.Status;
import org.jspecify.annotations.Nullable;

/** What people type into fields. A field that is left empty is null; what cannot be read is told with an example. */
final class Inputs {

    private static final int MOST_EVENTS_A_SECOND = 1_000_000;

    private Inputs() {}

    static @Nullable String text(@Nullable String given) {
        return given == null || given.isBlank() ? null : given.strip();
    }

    /** For a field that must not be empty. */
    static String needed(String label, @Nullable String given) {
        var text = text(given);
        if (text == null) {
            throw invalid(label + " is missing.");
        }
        return text;
    }

    /** A time without a zone is in UTC, as the page says beside the field. */
    static @Nullable Instant time(String label, @Nullable String given) {
        var text = text(given);
        if (text == null) {
            return null;
        }
        try {
            return text.endsWith("Z") || text.matches(".*[+-]\\d\\d:\\d\\d")
                    ? Instant.parse(text)
                    : LocalDateTime.parse(text.replace(' ', 'T')).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw invalid(label + " is a time in UTC, for example 2026-11-29T08:00.");
        }
    }

    static UUID id(String label, String given) {
        try {
            return UUID.fromString(given);
        } catch (IllegalArgumentException e) {
            throw invalid(label + " is one of those that the page offers.");
        }
    }

    /** Between words, commas or lines. */
    static List<UUID> ids(String label, @Nullable String given) {
        var text = text(given);
        if (text == null) {
            return List.of();
        }
        try {
            return Arrays.stream(text.split("[\\s,]+")).map(UUID::fromString).toList();
        } catch (IllegalArgumentException e) {
            throw invalid(label + " are UUIDs as the page of an event shows them, one a line.");
        }
    }

    static @Nullable Integer rate(String label, @Nullable String given) {
        return number(label, given, 0, MOST_EVENTS_A_SECOND);
    }

    /** Null stays null. */
    static @Nullable String within(String label, @Nullable String text, int longest) {
        if (text != null && text.length() > longest) {
            throw invalid(label + " has " + text.length() + " characters; " + longest + " fit.");
        }
        return text;
    }

    static @Nullable Integer number(String label, @Nullable String given, int least, int most) {
        var text = text(given);
        if (text == null) {
            return null;
        }
        if (text.matches("\\d{1,9}")) {
            var number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw invalid(label + " is a number from " + least + " to " + most + '.');
    }

    private static RuntimeException invalid(String advice) {
        return Problems.of(Status.BAD_REQUEST, "field-invalid", advice);
    }
}

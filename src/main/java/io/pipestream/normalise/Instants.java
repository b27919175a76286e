package io.pipestream.normalise;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * Pipedrive's ways to write a moment: {@code YYYY-MM-DD HH:MM:SS} in UTC, RFC 3339 with or without a fraction, and epoch
 * seconds, milli- or microseconds. Read by position: a formatter per field would be the most expensive step of all.
 */
final class Instants {

    private static final int FIRST_YEAR = 1900;
    private static final int SECONDS_LENGTH = "2026-03-01T10:00:05".length();

    private Instants() {}

    /** The moment cut to milliseconds, or null if the text is none or its year is outside 1900 to 9999. */
    static @Nullable Instant parse(String text) {
        var date = text.length() < SECONDS_LENGTH ? null : date(text);
        if (date == null || (text.charAt(10) != 'T' && text.charAt(10) != ' ')) {
            return null;
        }
        int time = timeOfDay(text, 11);
        int zone = SECONDS_LENGTH;
        int nanos = 0;
        if (zone < text.length() && text.charAt(zone) == '.') {
            int scale = 100_000_000;
            for (zone++; zone < text.length() && isDigit(text.charAt(zone)); zone++, scale /= 10) {
                nanos += (text.charAt(zone) - '0') * scale;
            }
        }
        var offset = offsetSeconds(text.substring(zone));
        if (time < 0 || offset == null) {
            return null;
        }
        long seconds = date.toEpochDay() * 86_400 + time - offset;
        return inRange(Instant.ofEpochSecond(seconds, nanos));
    }

    /** A moment from {@code meta.timestamp} and its kin; the unit of a number shows in its size. */
    static @Nullable Instant parse(@Nullable JsonNode node) {
        if (node == null || !node.isValueNode() || node.isNull()) {
            return null;
        }
        if (node.isTextual() && !isNumber(node.textValue())) {
            return parse(node.textValue());
        }
        var number = Values.decimal(node);
        if (number == null || number.signum() <= 0 || number.precision() - (long) number.scale() > 17) {
            return null;
        }
        long value = number.longValue();
        long millis = value >= 100_000_000_000_000L ? value / 1000 : value >= 100_000_000_000L ? value : value * 1000;
        return inRange(Instant.ofEpochMilli(millis));
    }

    /** The first ten characters as a date that exists, or null. */
    static @Nullable LocalDate date(String text) {
        if (text.length() < 10 || text.charAt(4) != '-' || text.charAt(7) != '-') {
            return null;
        }
        int year = digits(text, 0, 4);
        int month = digits(text, 5, 2);
        int day = digits(text, 8, 2);
        boolean exists = year >= FIRST_YEAR
                && month >= 1
                && month <= 12
                && day >= 1
                && day <= YearMonth.of(year, month).lengthOfMonth();
        return exists ? LocalDate.of(year, month, day) : null;
    }

    /** Seconds of the day of the {@code HH:MM:SS} at this place, or -1. */
    static int timeOfDay(String text, int at) {
        if (text.length() < at + 8 || text.charAt(at + 2) != ':' || text.charAt(at + 5) != ':') {
            return -1;
        }
        int hours = digits(text, at, 2);
        int minutes = digits(text, at + 3, 2);
        int seconds = digits(text, at + 6, 2);
        boolean exists = hours >= 0 && hours < 24 && minutes >= 0 && minutes < 60 && seconds >= 0 && seconds < 60;
        return exists ? hours * 3600 + minutes * 60 + seconds : -1;
    }

    private static @Nullable Integer offsetSeconds(String zone) {
        if (zone.isEmpty() || zone.equals("Z") || zone.equals("z")) {
            return 0; // no zone mark: Pipedrive means UTC
        }
        char sign = zone.charAt(0);
        boolean colon = zone.length() == 6 && zone.charAt(3) == ':';
        int hours = zone.length() == 5 || colon ? digits(zone, 1, 2) : -1;
        int minutes = hours < 0 ? -1 : digits(zone, colon ? 4 : 3, 2);
        if ((sign != '+' && sign != '-') || hours < 0 || hours > 18 || minutes < 0 || minutes > 59) {
            return null;
        }
        return (sign == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
    }

    private static int digits(String text, int from, int count) {
        int value = 0;
        for (int i = from; i < from + count; i++) {
            if (!isDigit(text.charAt(i))) {
                return -1;
            }
            value = value * 10 + text.charAt(i) - '0';
        }
        return value;
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> isDigit((char) c) || c == '.');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static @Nullable Instant inRange(Instant instant) {
        int year = instant.atOffset(ZoneOffset.UTC).getYear();
        return year >= FIRST_YEAR && year <= 9999 ? instant.truncatedTo(ChronoUnit.MILLIS) : null;
    }
}

package io.pipestream.console;

import java.time.Duration;
import java.util.Locale;

import io.quarkus.qute.TemplateExtension;

/** How much and how long, for people. */
@TemplateExtension
final class Amounts {

    private static final int THOUSAND = 1024;

    private Amounts() {}

    /** 1.4 MB of 1,468,006 bytes. */
    static String size(long bytes) {
        if (bytes < THOUSAND) {
            return bytes + " B";
        }
        var units = new String[] {"KB", "MB", "GB", "TB"};
        var value = (double) bytes;
        var unit = -1;
        while (value >= THOUSAND && unit < units.length - 1) {
            value /= THOUSAND;
            unit++;
        }
        return String.format(Locale.ENGLISH, "%.1f %s", value, units[unit]);
    }

    static String size(int bytes) {
        return size((long) bytes);
    }

    /** 2 h 5 min of 7,500 seconds. */
    static String span(long seconds) {
        var length = Duration.ofSeconds(seconds);
        if (seconds < 120) {
            return seconds + " s";
        }
        if (length.toHours() < 2) {
            return length.toMinutes() + " min";
        }
        if (length.toDays() < 2) {
            return length.toHours() + " h " + length.toMinutesPart() + " min";
        }
        return length.toDays() + " d " + length.toHoursPart() + " h";
    }
}

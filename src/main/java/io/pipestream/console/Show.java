package io.pipestream.console;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.databind.JsonNode;
import io.pipestream.journal.EventFilter.State;
import io.pipestream.journal.StoredEvent;
import io.quarkus.qute.RawString;
import io.quarkus.qute.TemplateExtension;

/** How values look on a page. */
@TemplateExtension
final class Show {

    /** What stands until a script has put the viewer's zone in its place, and for who has none. */
    private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern(
                    "d MMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private static final List<String> NAMES = List.of("title", "name", "subject", "content");

    private static final int LONGEST_TITLE = 80;

    private Show() {}

    static String iso(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    static String utc(Instant at) {
        return UTC.format(at);
    }

    /** With separators, 12,345. */
    static String grouped(long number) {
        return String.format(Locale.ENGLISH, "%,d", number);
    }

    static RawString coloured(JsonNode json) {
        return new RawString(JsonText.of(json));
    }

    /** {@code Hour} of {@code hour}. */
    static String capitalised(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    static String urlEncoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** What a state of an event means, in words. */
    static String words(State state) {
        return switch (state) {
            case PENDING -> "on its way to Kafka";
            case PUBLISHED -> "in Kafka";
            case FAILED -> "refused by Kafka";
        };
    }

    static String kind(State state) {
        return switch (state) {
            case PENDING -> "info";
            case PUBLISHED -> "ok";
            case FAILED -> "bad";
        };
    }

    /** {@code deal added} of {@code com.pipedrive.deal.added}. */
    static String what(StoredEvent event) {
        return event.type().replaceFirst("^com\\.pipedrive\\.", "").replace('.', ' ');
    }

    /** What a person would call the record: its title, its name, or else the beginning of its content. */
    static String title(StoredEvent event) {
        for (var name : NAMES) {
            var text = event.object().path(name).asText("").strip();
            if (!text.isEmpty() && !text.equals("null")) {
                return text.length() <= LONGEST_TITLE ? text : text.substring(0, LONGEST_TITLE) + '…';
            }
        }
        return "";
    }
}

package io.pipestream.normalise;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.event.Action;
import io.pipestream.event.RecordRef;
import org.jspecify.annotations.Nullable;

/**
 * What makes two observations the same change, and which strings may take part in it. No part may hold a colon: it is
 * the separator, and with one inside, two different records could share a key.
 */
final class Identity {

    private static final String USER = "user";
    private static final int MAX_ID_LENGTH = 100;
    private static final int MAX_OBJECT_LENGTH = 50;

    private Identity() {}

    /** Printable ASCII without blank or colon, at most 100 characters. */
    static boolean isId(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_ID_LENGTH
                && text.chars().allMatch(c -> c > ' ' && c <= '~' && c != ':');
    }

    /** A letter, then letters, digits, dashes and underscores, at most 50 characters: it becomes part of a topic's name. */
    static boolean isObject(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_OBJECT_LENGTH
                && isLetter(text.charAt(0))
                && text.chars().allMatch(c -> isLetter(c) || (c >= '0' && c <= '9') || c == '_' || c == '-');
    }

    /**
     * Additions and deletions happen once, a merge once per record taken in. Updates are told apart by their second and
     * their content: see {@code docs/adr/0002-updates-are-identified-by-second-and-content.md}.
     */
    static String dedupeKey(
            RecordRef record,
            Action action,
            @Nullable String mergedFromId,
            ObjectNode canonical,
            @Nullable Instant occurredAt) {
        var change = record.key() + ':' + action.word();
        return switch (action) {
            case ADDED, DELETED -> change;
            case MERGED ->
                change + ':' + (mergedFromId == null ? version(record.object(), canonical, occurredAt) : mergedFromId);
            case UPDATED -> change + ':' + version(record.object(), canonical, occurredAt);
        };
    }

    private static String version(String object, ObjectNode canonical, @Nullable Instant occurredAt) {
        // A user may be switched off, on and off again without a new time of change, so the event's own time decides.
        var changedAt = USER.equals(object) ? null : time(canonical, "update_time");
        var at = changedAt == null ? occurredAt : changedAt;
        return (at == null ? "" : at.truncatedTo(ChronoUnit.SECONDS)) + ":" + Fingerprint.of(canonical);
    }

    /** When the record was changed, by its own account. */
    static @Nullable Instant changedAt(ObjectNode canonical) {
        for (var name : new String[] {"update_time", "modified", "add_time"}) {
            var instant = time(canonical, name);
            if (instant != null) {
                return instant;
            }
        }
        return null;
    }

    /** When the record was added, by its own account. */
    static @Nullable Instant addedAt(ObjectNode canonical) {
        return time(canonical, canonical.has("add_time") ? "add_time" : "created");
    }

    /** When the record was last changed, by its own account; null if it says nothing of it. */
    static @Nullable Instant updatedAt(ObjectNode canonical) {
        return time(canonical, canonical.has("update_time") ? "update_time" : "modified");
    }

    private static @Nullable Instant time(ObjectNode canonical, String name) {
        var value = canonical.path(name);
        return value.isTextual() ? Instants.parse(value.textValue()) : null;
    }

    private static boolean isLetter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}

package io.pipestream.event;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * One way in which what Pipedrive sent is not what it is known to send. It never stops an event, and says nothing of the
 * value, which may be somebody's personal data.
 *
 * @param field under Pipedrive's name, members after a dot; {@code *} for the object as a whole
 * @param kind  what is different
 * @param type  what stands there: text, number, boolean, object, list, null; none where nothing does
 */
public record Drift(String field, Kind kind, String type) {

    /** The field that stands for the whole object. */
    public static final String WHOLE = "*";

    /** What is different. */
    public enum Kind {
        /** There, and nobody told of it. */
        NEW,
        /** Not there, though it always was. */
        GONE,
        /** Of another type, or of a form that its type does not have. */
        TYPE,
        /** Not a difference: an object that Pipedrive tells of without saying what it looks like. */
        GENERIC;

        /** The lower-case word used in JSON, in the table and as a metric's tag. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}

package io.pipestream.cli;

import org.jspecify.annotations.Nullable;

/** Reads server-sent events line by line, and remembers the place to go on from. */
final class EventStream {

    private final StringBuilder data = new StringBuilder();
    private @Nullable String id;
    private @Nullable String place;

    /** The id of the last event that is complete; null if there was none. */
    @Nullable
    String place() {
        return place;
    }

    /** The data of the event that this line ends; null if it ends none, or one without data. */
    @Nullable
    String take(String line) {
        if (line.isEmpty()) {
            return end();
        }
        if (line.startsWith("data:")) {
            data.append(data.isEmpty() ? "" : "\n").append(value(line, "data:"));
        } else if (line.startsWith("id:")) {
            id = value(line, "id:");
        }
        return null;
    }

    private @Nullable String end() {
        if (id != null) {
            place = id;
        }
        id = null;
        var ended = data.isEmpty() ? null : data.toString();
        data.setLength(0);
        return ended;
    }

    private static String value(String line, String field) {
        var value = line.substring(field.length());
        return value.startsWith(" ") ? value.substring(1) : value;
    }
}

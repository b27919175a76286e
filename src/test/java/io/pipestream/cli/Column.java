package io.pipestream.cli;

import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;

/** A column of a table: its title and how it is read from a row. */
record Column(String title, Function<JsonNode, String> read) {

    private static final int LONGEST = 60;

    /** A member of the row, or of an object in it: {@code plan.count}. */
    static Column of(String title, String path) {
        return new Column(title, row -> text(row, path));
    }

    String of(JsonNode row) {
        var text = read.apply(row);
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + '…';
    }

    /** Empty if it is not there or null; times to the second. */
    static String text(JsonNode row, String path) {
        var value = row;
        for (var name : path.split("\\.", -1)) {
            value = value.path(name);
        }
        if (value.isNull() || value.isMissingNode()) {
            return "";
        }
        var text = value.isValueNode() ? value.asText() : value.toString();
        return text.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d+Z") ? text.substring(0, 19) + 'Z' : text;
    }
}

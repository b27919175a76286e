package io.pipestream.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.IStyle;

/** Writes for people, or the API's own JSON for programs. Colours only on a terminal, and never with NO_COLOR. */
record Output(PrintWriter out, boolean json, Ansi ansi) {

    private static final IStyle NONE = new IStyle() {
        @Override
        public String on() {
            return "";
        }

        @Override
        public String off() {
            return "";
        }
    };

    /** A line; control characters of it, which could move a terminal's cursor, are shown as question marks. */
    void line(String text) {
        out.println(clean(text));
        out.flush();
    }

    /** One JSON document on one line. */
    void document(JsonNode node) {
        out.println(node);
        out.flush();
    }

    /** A document for somebody who looks at all of it: over many lines, or on one if JSON is wanted. */
    void whole(JsonNode node) {
        out.println(json ? node.toString() : node.toPrettyString());
        out.flush();
    }

    /** One document for each row if JSON is wanted, a table otherwise; columns that are empty throughout are left out. */
    void rows(List<JsonNode> rows, List<Column> columns, String none) {
        if (json) {
            rows.forEach(this::document);
        } else if (rows.isEmpty()) {
            line(none);
        } else {
            table(rows, columns);
        }
    }

    private void table(List<JsonNode> rows, List<Column> columns) {
        var cells = new ArrayList<List<String>>();
        for (var row : rows) {
            cells.add(columns.stream().map(column -> clean(column.of(row))).toList());
        }
        var widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            var index = i;
            var widest = cells.stream()
                    .mapToInt(row -> row.get(index).length())
                    .max()
                    .orElse(0);
            widths[i] =
                    widest == 0 ? 0 : Math.max(widest, columns.get(i).title().length());
        }
        print(columns.stream().map(Column::title).toList(), widths, true);
        cells.forEach(row -> print(row, widths, false));
        out.flush();
    }

    private void print(List<String> cells, int[] widths, boolean isHead) {
        var line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            if (widths[i] > 0) {
                var cell = cells.get(i);
                line.append(styled(cell, isHead ? Ansi.Style.bold : ofState(cell)))
                        .append(" ".repeat(widths[i] - cell.length() + 2));
            }
        }
        out.println(line.toString().stripTrailing());
    }

    /** The word in the colour of what it says, green for what is well. */
    String state(String word) {
        return styled(clean(word), ofState(word));
    }

    private String styled(String text, IStyle style) {
        return ansi.enabled() && style != NONE ? style.on() + text + style.off() : text;
    }

    private static IStyle ofState(String word) {
        return switch (word) {
            case "ok", "done", "published", "healthy", "active", "registered", "closed" -> Ansi.Style.fg_green;
            case "warn", "pending", "paused", "waiting", "silent", "suspect", "open", "planned" -> Ansi.Style.fg_yellow;
            case "fail", "failed", "cancelled", "missing", "banned", "unauthorised", "blind", "token_refused" ->
                Ansi.Style.fg_red;
            default -> NONE;
        };
    }

    static String clean(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}

package io.pipestream.console;

import java.util.Iterator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** JSON as people read it: indented, with keys and kinds of values told apart. Everything in it is escaped. */
final class JsonText {

    private final StringBuilder html = new StringBuilder(1024);

    private JsonText() {}

    static String of(JsonNode json) {
        var text = new JsonText();
        text.write(json, 0);
        return text.html.toString();
    }

    private void write(JsonNode node, int depth) {
        switch (node.getNodeType()) {
            case OBJECT -> members(node, depth);
            case ARRAY -> items(node, depth);
            case STRING -> span("text", node.toString());
            case NULL, MISSING -> span("none", "null");
            default -> span("value", node.toString());
        }
    }

    private void members(JsonNode object, int depth) {
        if (object.isEmpty()) {
            html.append("{}");
            return;
        }
        html.append("{\n");
        var members = object.properties().iterator();
        while (members.hasNext()) {
            var member = members.next();
            indent(depth + 1);
            span("key", TextNode.valueOf(member.getKey()).toString());
            html.append(": ");
            write(member.getValue(), depth + 1);
            end(members);
        }
        indent(depth);
        html.append('}');
    }

    private void items(JsonNode list, int depth) {
        if (list.isEmpty()) {
            html.append("[]");
            return;
        }
        html.append("[\n");
        var items = list.elements();
        while (items.hasNext()) {
            indent(depth + 1);
            write(items.next(), depth + 1);
            end(items);
        }
        indent(depth);
        html.append(']');
    }

    private void end(Iterator<?> rest) {
        html.append(rest.hasNext() ? ",\n" : "\n");
    }

    private void indent(int depth) {
        html.append("  ".repeat(depth));
    }

    private void span(String kind, String text) {
        html.append("<span class=\"").append(kind).append("\">");
        for (int i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            switch (c) {
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '&' -> html.append("&amp;");
                default -> html.append(c);
            }
        }
        html.append("</span>");
    }
}

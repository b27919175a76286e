package io.pipestream.schema;

import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;

/** JSON for files that people review: what fits into a line is one, so a changed field is a changed line. */
final class Pretty {

    private static final int WIDTH = 800;

    private Pretty() {}

    static String of(JsonNode node) {
        return of(node, "", 0) + "\n";
    }

    private static String of(JsonNode node, String indent, int used) {
        var flat = flat(node);
        boolean fits = indent.length() + used + flat.length() <= WIDTH && !holdsObjects(node);
        if (!node.isContainerNode() || node.isEmpty() || fits) {
            return flat;
        }
        var inner = indent + "  ";
        if (node.isArray()) {
            return node.valueStream()
                    .map(item -> inner + of(item, inner, 0))
                    .collect(Collectors.joining(",\n", "[\n", "\n" + indent + ']'));
        }
        return node.propertyStream()
                .map(member -> {
                    var name = '"' + member.getKey() + "\": ";
                    return inner + name + of(member.getValue(), inner, name.length());
                })
                .collect(Collectors.joining(",\n", "{\n", "\n" + indent + '}'));
    }

    private static boolean holdsObjects(JsonNode node) {
        return node.isObject() && node.valueStream().anyMatch(child -> child.isObject() && child.size() > 1);
    }

    private static String flat(JsonNode node) {
        if (node.isObject()) {
            return node.propertyStream()
                    .map(member -> '"' + member.getKey() + "\": " + flat(member.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        return node.isArray()
                ? node.valueStream().map(Pretty::flat).collect(Collectors.joining(", ", "[", "]"))
                : node.toString();
    }
}

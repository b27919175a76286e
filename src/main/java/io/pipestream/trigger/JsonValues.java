package io.pipestream.trigger;

import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.NullValue;
import org.jspecify.annotations.Nullable;

/**
 * JSON as CEL sees it, without copying: most filters read two or three fields of an event. A number is always a double,
 * for what is 100 today is 100.5 tomorrow, and a filter must not fail then. What is not there is null.
 */
final class JsonValues {

    private JsonValues() {}

    static Object of(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> new JsonMap((ObjectNode) node);
            case ARRAY -> new JsonList((ArrayNode) node);
            case STRING -> node.textValue();
            case NUMBER -> node.doubleValue();
            case BOOLEAN -> node.booleanValue();
            case NULL, MISSING, BINARY, POJO -> NullValue.NULL_VALUE;
        };
    }

    private static final class JsonMap extends AbstractMap<String, Object> {

        private final ObjectNode node;

        JsonMap(ObjectNode node) {
            this.node = node;
        }

        @Override
        public boolean containsKey(Object key) {
            return key instanceof String name && node.has(name);
        }

        @Override
        public @Nullable Object get(Object key) {
            return key instanceof String name && node.has(name) ? of(node.get(name)) : null;
        }

        @Override
        public int size() {
            return node.size();
        }

        @Override
        public Set<Entry<String, Object>> entrySet() {
            return new AbstractSet<>() {
                @Override
                public Iterator<Entry<String, Object>> iterator() {
                    return node.properties().stream()
                            .map(entry -> Map.entry(entry.getKey(), of(entry.getValue())))
                            .iterator();
                }

                @Override
                public int size() {
                    return node.size();
                }
            };
        }
    }

    private static final class JsonList extends AbstractList<Object> {

        private final List<JsonNode> elements;

        JsonList(ArrayNode node) {
            this.elements = node.valueStream().toList();
        }

        @Override
        public Object get(int index) {
            return of(elements.get(index));
        }

        @Override
        public int size() {
            return elements.size();
        }
    }
}

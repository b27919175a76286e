package io.pipestream.normalise;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.normalise.Spelling.Column;
import io.pipestream.normalise.Spelling.Form;
import org.jspecify.annotations.Nullable;

/**
 * One thing done to a delivery of the corpus, and what has to be noted of it.
 *
 * @param what     for people
 * @param expected {@code field kind}; null if nothing is to be noted
 */
record SingleMutation(
        String what, ObjectNode body, @Nullable String expected) {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Read together with another field, so that what is done to one of them need not show. */
    private static final Set<String> TOGETHER = Set.of("label_ids", "currency", "value");

    private static final Set<String> IDS = Set.of("id", "visible", "category", "textual");

    private static final Set<String> FLAGS = Set.of("flag", "bit", "active");

    private static final List<String> ALWAYS_IN_META = List.of("company_id", "user_id", "timestamp");

    static SingleMutation of(String object, ObjectNode delivery, Random random) {
        var body = delivery.deepCopy();
        var isV1 = body.has("v");
        var form = isV1 ? Form.V1 : Form.V2;
        var isDeletion = body.get(isV1 ? "current" : "data").isNull();
        var record = record(body.get(isDeletion ? "previous" : isV1 ? "current" : "data"));
        var meta = (ObjectNode) body.get("meta");
        return switch (random.nextInt(10)) {
            case 0 -> {
                body.put("seal_" + random.nextInt(100), true);
                yield new SingleMutation(
                        "add around",
                        body,
                        body.properties().stream()
                                        .reduce((a, b) -> b)
                                        .orElseThrow()
                                        .getKey() + " new");
            }
            case 1 -> {
                var name = "omen_" + random.nextInt(100);
                meta.set(name, anything(random));
                yield new SingleMutation("add to meta", body, "meta." + name + " new");
            }
            case 2 -> {
                var name = ALWAYS_IN_META.get(random.nextInt(ALWAYS_IN_META.size()));
                meta.remove(name);
                yield new SingleMutation("drop from meta " + name, body, "meta." + name + " gone");
            }
            case 3 -> {
                meta.set("user_id", NODES.objectNode().put("value", 5));
                yield new SingleMutation("nest in meta", body, "meta.user_id type");
            }
            case 4 -> {
                var name = "gift_" + random.nextInt(100);
                record.set(name, anything(random));
                yield new SingleMutation("add " + name, body, name + " new");
            }
            case 5 -> new SingleMutation("reorder", (ObjectNode) Mutation.shuffled(body, random), null);
            default -> inRecord(object, form, isDeletion, body, record, random);
        };
    }

    private static SingleMutation inRecord(
            String object, Form form, boolean isDeletion, ObjectNode body, ObjectNode record, Random random) {
        var shown = new ArrayList<Column>();
        for (var column : Spelling.columns(object)) {
            if (column.in(form) != null && !TOGETHER.contains(column.name())) {
                shown.add(column);
            }
        }
        var column = shown.get(random.nextInt(shown.size()));
        var name = String.valueOf(column.in(form));
        var value = record.get(name);
        return switch (random.nextInt(4)) {
            case 0 -> {
                record.remove(name);
                boolean isMissed = !column.isNoise()
                        && !isDeletion
                        && isAlwaysThere(object, column.name())
                        && !hasCompanions(record, name);
                yield new SingleMutation("drop " + name, body, isMissed ? column.name() + " gone" : null);
            }
            case 1 -> {
                record.putNull(name);
                yield new SingleMutation("null " + name, body, null);
            }
            case 2 -> {
                record.set(name, FLAGS.contains(column.kind()) ? NODES.textNode("maybe") : NODES.booleanNode(true));
                yield new SingleMutation("retype " + name, body, column.isNoise() ? null : name + " type");
            }
            default -> {
                record.set(name, NODES.objectNode().set("value", value));
                boolean isKnown = column.isNoise()
                        || IDS.contains(column.kind())
                        || isIdInText(object, column.name())
                        || (column.kind().equals("time") && !value.isObject())
                        || (column.kind().equals("address") && !value.isObject());
                var where = column.kind().equals("address") ? name + ".value" : name;
                yield new SingleMutation("nest " + name, body, isKnown ? null : where + " type");
            }
        };
    }

    private static ObjectNode record(JsonNode node) {
        return (ObjectNode) (node.isArray() ? node.get(0) : node);
    }

    private static JsonNode anything(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> NODES.textNode("anything");
            case 1 -> NODES.numberNode(random.nextInt());
            case 2 -> NODES.objectNode().put("a", 1);
            default -> NODES.arrayNode().add("b");
        };
    }

    /** Of v1's addresses the parts remain. */
    private static boolean hasCompanions(ObjectNode record, String name) {
        return record.has(name + "_locality");
    }

    private static boolean isAlwaysThere(String object, String name) {
        return field(object, name).isAlwaysThere();
    }

    /** Some ids of Pipedrive's are text in all dialects. */
    private static boolean isIdInText(String object, String name) {
        return field(object, name).type() == FieldType.ID;
    }

    private static Field field(String object, String name) {
        var shape = ObjectShapes.declared().get(object);
        return requireNonNull(shape).fields().stream()
                .filter(field -> field.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}

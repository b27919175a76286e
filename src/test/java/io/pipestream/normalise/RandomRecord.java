package io.pipestream.normalise;

import java.time.Instant;
import java.util.List;
import java.util.Random;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A record built field by field in both dialects of webhooks and as a row of REST v2 at once; every field is sometimes not
 * set. A row of Recents is the record of webhook v1.
 */
final class RandomRecord {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Random random;
    private final int id;
    private final ObjectNode v1 = NODES.objectNode();
    private final ObjectNode v2 = NODES.objectNode();
    private final ObjectNode custom = NODES.objectNode();
    private final ObjectNode rest = NODES.objectNode();
    private final ObjectNode restCustom = NODES.objectNode();

    RandomRecord(Random random) {
        this.random = random;
        this.id = 1 + random.nextInt(1_000_000);
        v1.put("id", id).put("cc_email", text());
        v2.put("id", id);
        rest.put("id", id).put("is_deleted", false);
        instant("add_time", 1_600_000_000L + random.nextInt(90_000_000), false);
    }

    int id() {
        return id;
    }

    ObjectNode v1() {
        return v1;
    }

    ObjectNode v2() {
        return custom.isEmpty() ? v2 : v2.set("custom_fields", custom);
    }

    ObjectNode rest() {
        return rest.set("custom_fields", restCustom);
    }

    RandomRecord text(String name) {
        var value = isUnset() ? null : text();
        v1.put(name, value);
        v2.put(name, value);
        rest.put(name, value);
        return this;
    }

    /** v1 writes 5.0 where v2 writes 5. */
    RandomRecord number(String name) {
        if (isUnset()) {
            v1.putNull(name);
            v2.putNull(name);
            rest.putNull(name);
        } else {
            int value = random.nextInt(100_000);
            v1.put(name, (double) value);
            v2.put(name, value);
            rest.put(name, (float) value);
        }
        return this;
    }

    RandomRecord id(String nameInV1, String nameInV2) {
        var value = isUnset() ? null : Integer.valueOf(1 + random.nextInt(9_999));
        if (value != null && random.nextInt(4) == 0) {
            v1.putObject(nameInV1).put("value", value).put("name", text());
        } else {
            v1.put(nameInV1, value);
        }
        v2.put(nameInV2, value);
        rest.put(nameInV2, value);
        return this;
    }

    RandomRecord flag(String name) {
        boolean value = random.nextBoolean();
        v1.put(name, value ? 1 : 0);
        v2.put(name, value);
        rest.put(name, value);
        return this;
    }

    /** Always true: a record whose flag is false is deleted. */
    RandomRecord active(String name) {
        v1.put(name, 1);
        v2.put(name, true);
        rest.put(name, true);
        return this;
    }

    RandomRecord instant(String name) {
        return instant(name, 1_650_000_000L + random.nextInt(90_000_000), isUnset());
    }

    RandomRecord instant(String name, long second, boolean isUnset) {
        var value = Instant.ofEpochSecond(second).toString();
        // An addition's update_time that v2 leaves null is the add_time in v1.
        boolean isFallback = isUnset && name.equals("update_time");
        v1.put(name, isFallback ? v1.get("add_time").textValue() : isUnset ? null : flat(value));
        v2.put(name, isUnset ? null : value);
        rest.put(name, isUnset ? null : value);
        return this;
    }

    RandomRecord dealLabels() {
        var ids = List.of("24", "25", "31").subList(0, random.nextInt(4));
        v1.put("label", ids.isEmpty() ? null : String.join(",", ids));
        ids.forEach(v2.putArray("label_ids")::add);
        var inRest = rest.putArray("label_ids");
        ids.forEach(label -> inRest.add(Integer.parseInt(label)));
        return this;
    }

    RandomRecord labels() {
        var ids = List.of(7, 8).subList(0, random.nextInt(3));
        v1.put("label", ids.isEmpty() ? null : ids.get(0));
        ids.forEach(v1.putArray("label_ids")::add);
        ids.forEach(v2.putArray("label_ids")::add);
        ids.forEach(rest.putArray("label_ids")::add);
        return this;
    }

    RandomRecord contacts(String nameInV1, String nameInV2) {
        ArrayNode inV1 = v1.putArray(nameInV1);
        ArrayNode inV2 = v2.putArray(nameInV2);
        for (int i = random.nextInt(3); i > 0; i--) {
            var contact = NODES.objectNode()
                    .put("value", text())
                    .put("primary", i == 1)
                    .put("label", "work");
            inV1.add(contact);
            inV2.add(contact);
        }
        if (inV1.isEmpty()) {
            inV1.addObject().put("value", "").put("primary", true);
        }
        rest.set(nameInV2, inV2);
        return this;
    }

    RandomRecord address(String name) {
        if (isUnset()) {
            v1.putNull(name).put(name + "_locality", "");
            v2.putNull(name);
            rest.putNull(name);
            return this;
        }
        var value = text();
        var locality = text();
        v1.put(name, value).put(name + "_locality", locality).put(name + "_route", "");
        v2.putObject(name).put("value", value).put("locality", locality).put("country", "");
        rest.putObject(name).put("value", value).put("locality", locality).putNull("country");
        return this;
    }

    void customText(String key) {
        var value = text();
        v1.put(key, value);
        custom.putObject(key).put("type", "varchar").put("value", value);
        restCustom.put(key, value);
    }

    void customMoney(String key) {
        int value = random.nextInt(10_000);
        v1.put(key + "_currency", "EUR").put(key, value);
        custom.putObject(key)
                .put("type", "monetary")
                .put("value", (double) value)
                .put("currency", "EUR");
        restCustom.putObject(key).put("value", value).put("currency", "EUR");
    }

    void customId(String key) {
        int value = random.nextInt(10_000);
        v1.put(key, Integer.toString(value));
        custom.putObject(key).put("type", "enum").put("id", value);
        restCustom.put(key, value);
    }

    void customSet(String key) {
        v1.put(key, "3,5");
        custom.putObject(key)
                .put("type", "set")
                .putArray("values")
                .add(NODES.objectNode().put("id", 3))
                .add(NODES.objectNode().put("id", 5));
        restCustom.putArray(key).add(3).add(5);
    }

    void customRange(String key) {
        v1.put(key, "08:00:00").put(key + "_until", "09:00:00").put(key + "_timezone_id", 310);
        custom.putObject(key)
                .put("type", "timerange")
                .put("from", "08:00:00")
                .put("until", "09:00:00")
                .put("timezone_id", 310);
        restCustom
                .putObject(key)
                .put("value", "08:00:00")
                .put("until", "09:00:00")
                .put("timezone_name", "Europe/Oslo");
    }

    void customAddress(String key) {
        var value = text();
        v1.put(key, value).put(key + "_country", "Norway").put(key + "_route", "");
        custom.putObject(key)
                .put("type", "address")
                .put("value", value)
                .put("country", "Norway")
                .putNull("route");
        restCustom.putObject(key).put("value", value).put("country", "Norway");
    }

    /** A field of the account that this record does not use: null in one dialect, not there in the other. */
    void customUnset(String key) {
        if (random.nextBoolean()) {
            v1.putNull(key).put(key + "_currency", "EUR");
        } else {
            custom.putNull(key);
        }
        restCustom.putNull(key);
    }

    private boolean isUnset() {
        return random.nextInt(4) == 0;
    }

    private String text() {
        return List.of("Larch", "Bodø", "<p>a & b</p>", "5", "a:b", "\ud83d\ude00")
                        .get(random.nextInt(6))
                + random.nextInt(1_000);
    }

    private static String flat(String instant) {
        return instant.replace('T', ' ').replace("Z", "");
    }
}

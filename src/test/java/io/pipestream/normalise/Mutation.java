package io.pipestream.normalise;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Breaks a body in one to four random places, the same for the same seed. */
final class Mutation {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Mutation() {}

    static ObjectNode of(ObjectNode body, Random random) {
        var mutant = body.deepCopy();
        for (int i = random.nextInt(4); i >= 0; i--) {
            var places = new ArrayList<ObjectNode>();
            collect(mutant, places);
            var place = places.get(random.nextInt(places.size()));
            var names = new ArrayList<String>();
            place.fieldNames().forEachRemaining(names::add);
            if (!names.isEmpty()) {
                mutate(place, names.get(random.nextInt(names.size())), random);
            }
        }
        return mutant;
    }

    /** The same body with the members of every object in another order. */
    static JsonNode shuffled(JsonNode node, Random random) {
        if (node instanceof ArrayNode array) {
            var copy = NODES.arrayNode();
            array.forEach(element -> copy.add(shuffled(element, random)));
            return copy;
        }
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        Collections.shuffle(names, random);
        var copy = NODES.objectNode();
        names.forEach(name -> copy.set(name, shuffled(object.get(name), random)));
        return copy;
    }

    private static void mutate(ObjectNode place, String name, Random random) {
        var value = place.get(name);
        switch (random.nextInt(12)) {
            case 0 -> place.remove(name);
            case 1 -> place.putNull(name);
            case 2 -> place.set(name, NODES.arrayNode().add(value));
            case 3 -> place.set(name, NODES.objectNode().set("value", value));
            case 4 -> place.set(name, NODES.objectNode().set("id", value));
            case 5 -> place.put(name, value.asText());
            case 6 -> place.put(name, random.nextBoolean());
            case 7 -> place.put(name, random.nextLong());
            case 8 -> place.put(name, random.nextDouble() * Math.pow(10, random.nextInt(300)));
            case 9 -> place.set(name, NODES.arrayNode());
            case 10 -> place.set(name, NODES.objectNode());
            default ->
                place.put(
                        name,
                        List.of("", " ", "0000-00-00 00:00:00", "1e999999999", "\ud800", "a:b", "\u0000")
                                .get(random.nextInt(7)));
        }
    }

    private static void collect(JsonNode node, List<ObjectNode> objects) {
        if (node instanceof ObjectNode object) {
            objects.add(object);
        }
        node.forEach(child -> collect(child, objects));
    }
}

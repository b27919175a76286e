package io.pipestream.normalise;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.event.Action;
import org.jspecify.annotations.Nullable;

/** A change of any object with random content, the same for the same seed; every field is sometimes not set. */
final class RandomChange {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final long FIRST_SECOND = 1_600_000_000L;

    private static final List<String> MERGEABLE = List.of("deal", "organization", "person");

    private final Random random;
    private final String object;

    private RandomChange(Random random, String object) {
        this.random = random;
        this.object = object;
    }

    static Change of(long seed) {
        var random = new Random(seed);
        var objects = Spelling.objects();
        return new RandomChange(random, objects.get(random.nextInt(objects.size()))).change(seed);
    }

    private Change change(long seed) {
        var action = action();
        var after = record();
        boolean isUser = object.equals("user");
        long second = FIRST_SECOND + random.nextInt(90_000_000);
        var added = instant(second);
        var changed = action == Action.ADDED ? added : instant(second + 1 + random.nextInt(9_000_000));
        after.set(isUser ? "created" : "add_time", added);
        after.set(isUser ? "modified" : "update_time", changed);
        var before = after.deepCopy();
        if (action == Action.UPDATED) {
            var other = record();
            for (var column : Spelling.columns(object)) {
                if (!column.isNoise() && !isFixed(column.name()) && random.nextInt(5) == 0) {
                    before.set(column.name(), other.get(column.name()));
                }
            }
            if (before.path("value").isNull() != before.path("currency").isNull() && object.equals("lead")) {
                before.set("value", after.get("value"));
                before.set("currency", after.get("currency"));
            }
            before.set("custom", random.nextBoolean() ? other.get("custom") : after.get("custom"));
        }
        var mergedFrom = action == Action.MERGED ? Integer.toString(900_000_000 + random.nextInt(1_000_000)) : null;
        return new Change(object, "seed " + seed, action, before, after, mergedFrom);
    }

    private static boolean isFixed(String name) {
        return List.of("id", "add_time", "update_time", "created", "modified").contains(name);
    }

    private Action action() {
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> Action.ADDED;
            case 3 -> object.equals("user") ? Action.UPDATED : Action.DELETED;
            case 4 -> MERGEABLE.contains(object) ? Action.MERGED : Action.UPDATED;
            default -> Action.UPDATED;
        };
    }

    private ObjectNode record() {
        var record = NODES.objectNode();
        for (var column : Spelling.columns(object)) {
            if (!column.isNoise()) {
                record.set(column.name(), value(column.name(), column.kind()));
            }
        }
        if (object.equals("lead") && record.get("value").isNull()) {
            record.putNull("currency");
        }
        var custom = record.putObject("custom");
        for (var field : Spelling.customFields(object)) {
            if (random.nextInt(3) == 0) {
                custom.set(field.word(), customValue(field.type()));
            }
        }
        return record;
    }

    private @Nullable JsonNode value(String name, String kind) {
        if (name.equals("id")) {
            return object.equals("lead") ? NODES.textNode(uuid()) : NODES.numberNode(1 + random.nextInt(1_000_000));
        }
        boolean isNeverUnset = List.of("flag", "bit", "active", "currency", "status", "language")
                .contains(kind);
        if (!isNeverUnset && random.nextInt(4) == 0) {
            return NullNode.instance;
        }
        return switch (kind) {
            case "id", "category", "textual" -> NODES.numberNode(1 + random.nextInt(99_999));
            case "visible" -> NODES.numberNode(1 + random.nextInt(7));
            case "flag", "bit" -> NODES.booleanNode(random.nextBoolean());
            case "active" -> NODES.booleanNode(true);
            case "number", "amount" -> number();
            case "currency" -> NODES.textNode(List.of("EUR", "NOK", "USD").get(random.nextInt(3)));
            case "status" -> NODES.textNode(List.of("open", "won", "lost").get(random.nextInt(3)));
            case "language" -> NODES.textNode("en-GB");
            case "instant", "naive" -> instant(FIRST_SECOND + random.nextInt(90_000_000));
            case "millis" ->
                NODES.textNode(Instant.ofEpochMilli(FIRST_SECOND * 1_000 + random.nextInt(1_000_000_000))
                        .toString());
            case "time" -> NODES.textNode(clock());
            case "joined", "labels" -> ids();
            case "texts" -> NODES.arrayNode().add(uuid());
            case "contacts" -> contacts();
            case "prices" -> prices();
            case "address" -> address();
            default -> NODES.textNode(name.endsWith("_date") ? date() : text());
        };
    }

    private JsonNode customValue(String type) {
        return switch (type) {
            case "double" -> number();
            case "monetary" -> NODES.objectNode().put("currency", "EUR").set("value", number());
            case "enum", "people", "org", "user" -> NODES.numberNode(1 + random.nextInt(9_999));
            case "set" -> {
                var ids = NODES.arrayNode().add(1 + random.nextInt(99));
                yield random.nextBoolean() ? ids : ids.add(100 + random.nextInt(99));
            }
            case "date" -> NODES.textNode(date());
            case "daterange" -> NODES.objectNode().put("value", date()).put("until", date());
            case "time" -> zoned(NODES.objectNode().put("value", clock()));
            case "timerange" -> zoned(NODES.objectNode().put("value", clock()).put("until", clock()));
            case "address" -> address();
            default -> NODES.textNode(text());
        };
    }

    private static ObjectNode zoned(ObjectNode time) {
        return time.put("timezone_id", 310).put("timezone_name", "Europe/Oslo");
    }

    private JsonNode number() {
        return random.nextBoolean()
                ? NODES.numberNode(random.nextInt(100_000))
                : DecimalNode.valueOf(BigDecimal.valueOf(1 + 10L * random.nextInt(100_000), 2));
    }

    private JsonNode ids() {
        var ids = NODES.arrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
            ids.add(1 + random.nextInt(99));
        }
        return ids;
    }

    private JsonNode contacts() {
        var contacts = NODES.arrayNode();
        for (int i = random.nextInt(3); i > 0; i--) {
            contacts.addArray().add(text()).add("work").add(i == 1);
        }
        return contacts;
    }

    private JsonNode prices() {
        var prices = NODES.arrayNode();
        for (int i = random.nextInt(3); i > 0; i--) {
            var price = prices.addObject()
                    .put("currency", i == 1 ? "EUR" : "NOK")
                    .put("notes", random.nextBoolean() ? "" : text());
            List.of("price", "cost", "direct_cost").forEach(name -> price.set(name, number()));
        }
        return prices;
    }

    private JsonNode address() {
        var address = NODES.objectNode().put("value", text());
        for (var part : new ArrayList<>(
                List.of("formatted_address", "street_number", "route", "locality", "country", "postal_code"))) {
            if (random.nextBoolean()) {
                address.put(part, text());
            }
        }
        return address;
    }

    private static JsonNode instant(long second) {
        return NODES.textNode(Instant.ofEpochSecond(second).toString());
    }

    private String date() {
        return LocalDate.ofEpochDay(18_000 + random.nextInt(3_000)).toString();
    }

    private String clock() {
        return "%02d:%02d:%02d".formatted(random.nextInt(24), random.nextInt(60), 15 * random.nextInt(4));
    }

    private String uuid() {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    private String text() {
        return List.of("Larch", "Bodø", "<p>a & b</p>", "5", "a:b", "\ud83d\ude00", "x\ty")
                        .get(random.nextInt(7))
                + random.nextInt(1_000);
    }
}

package io.pipestream.normalise;

import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.event.Action;
import io.pipestream.normalise.Spelling.Form;

/** What consumers are promised of a change, as {@code docs/events.md} says it, made without any code of the normaliser. */
final class Expected {

    /** What webhook v2 does not report as changed, though it does change. */
    static final Set<String> UNREPORTED = Set.of("update_time", "stage_change_time");

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final List<String> ADDRESS = List.of(
            "formatted_address",
            "street_number",
            "route",
            "subpremise",
            "sublocality",
            "locality",
            "admin_area_level_1",
            "admin_area_level_2",
            "country",
            "postal_code");

    private static final List<String> COMPANIONS = List.of("currency", "until", "timezone_id");

    private Expected() {}

    /** The whole record, if a path knew everything. */
    static ObjectNode object(Change change) {
        var object = record(change.object(), change.after(), change.isDeletion());
        if (change.action() == Action.ADDED && object.path("update_time").isNull()) {
            object.set("update_time", object.get("add_time"));
        }
        return object;
    }

    /** The record as a path can know it: null where {@code docs/events.md} says so. */
    static ObjectNode knownTo(Form form, String object, ObjectNode whole, boolean isDeletion) {
        var known = whole.deepCopy();
        for (var column : Spelling.columns(object)) {
            if (isUnknown(column, form, isDeletion)) {
                known.putNull(column.name());
            } else if (form == Form.REST
                    && known.get(column.name()) instanceof ObjectNode address
                    && column.kind().equals("address")) {
                address.putNull("formatted_address");
            }
        }
        if (form == Form.REST && known.get("custom_fields") instanceof ObjectNode custom) {
            custom.forEach(field -> ((ObjectNode) field).remove(List.of("timezone_id", "formatted_address")));
        }
        return known;
    }

    static boolean isUnknown(Spelling.Column column, Form form, boolean isDeletion) {
        if (column.isNoise() || (form == Form.REST && column.kind().equals("active"))) {
            return false; // REST says is_deleted
        }
        return column.in(form) == null
                || (form == Form.V1 && column.kind().equals("language"))
                || (form == Form.V1 && isDeletion && column.kind().equals("status"));
    }

    /** Former values of what an update changed, as far as the webhook tells; null if of nothing. */
    static JsonNode previous(Change change, Form form) {
        if (change.action() != Action.UPDATED) {
            return NullNode.instance;
        }
        var before = record(change.object(), change.before(), false);
        var after = object(change);
        var previous = NODES.objectNode();
        for (var column : Spelling.columns(change.object())) {
            boolean isTold = !column.isNoise()
                    && !isUnknown(column, form, false)
                    && !(form == Form.V2 && UNREPORTED.contains(column.name()));
            if (isTold && !before.get(column.name()).equals(after.get(column.name()))) {
                previous.set(column.name(), before.get(column.name()));
            }
        }
        var custom = NODES.objectNode();
        for (var field : Spelling.customFields(change.object())) {
            var was = before.get("custom_fields").path(field.key());
            var is = after.get("custom_fields").path(field.key());
            if (!was.equals(is)) {
                custom.set(field.key(), was.isMissingNode() ? NullNode.instance : was);
            }
        }
        if (!custom.isEmpty()) {
            previous.set("custom_fields", custom);
        }
        return previous.isEmpty() ? NullNode.instance : previous;
    }

    private static ObjectNode record(String object, ObjectNode neutral, boolean isDeleted) {
        var record = NODES.objectNode();
        for (var column : Spelling.columns(object)) {
            if (!column.isNoise()) {
                var value = neutral.path(column.name());
                record.set(
                        column.name(),
                        value(column.kind(), value.isMissingNode() ? NullNode.instance : value, isDeleted));
            }
        }
        if (Spelling.hasCustomFields(object)) {
            record.set("custom_fields", custom(object, neutral.path("custom")));
        }
        return record;
    }

    private static JsonNode value(String kind, JsonNode value, boolean isDeleted) {
        return switch (kind) {
            case "active" -> NODES.booleanNode(!isDeleted);
            case "joined", "labels", "texts" -> {
                var ids = NODES.arrayNode();
                value.forEach(id -> ids.add(id.asText()));
                yield ids;
            }
            case "contacts" -> {
                var contacts = NODES.arrayNode();
                value.forEach(contact -> contacts.addObject()
                        .put("value", contact.get(0).textValue())
                        .put("label", contact.get(1).textValue())
                        .put("primary", contact.get(2).booleanValue()));
                yield contacts;
            }
            case "prices" -> {
                var prices = NODES.arrayNode();
                value.forEach(price -> {
                    var written = prices.addObject()
                            .put("currency", price.get("currency").textValue());
                    List.of("price", "cost", "direct_cost").forEach(name -> written.set(name, price.get(name)));
                    written.set(
                            "notes", price.path("notes").asText("").isEmpty() ? NullNode.instance : price.get("notes"));
                });
                yield prices;
            }
            case "address" -> value.isNull() ? value : address(value);
            case "time" ->
                value.isNull() ? value : NODES.textNode(value.textValue().replaceAll(":00$", ""));
            case "id", "visible", "category", "textual" -> value.isNull() ? value : NODES.textNode(value.asText());
            default -> value;
        };
    }

    private static ObjectNode address(JsonNode value) {
        var address = NODES.objectNode().put("value", value.path("value").textValue());
        ADDRESS.forEach(part -> address.put(part, value.path(part).textValue()));
        return address;
    }

    private static ObjectNode custom(String object, JsonNode custom) {
        var fields = new TreeMap<String, JsonNode>();
        for (var field : Spelling.customFields(object)) {
            var value = custom.path(field.word());
            if (!value.isMissingNode() && !value.isNull()) {
                var entry = NODES.objectNode();
                entry.put(
                        "value",
                        value.isArray()
                                ? CustomFieldDialects.joined(value)
                                : text(value.isObject() ? value.path("value") : value));
                COMPANIONS.stream().filter(value::has).forEach(name -> entry.put(name, text(value.get(name))));
                ADDRESS.stream().filter(value::has).forEach(name -> entry.put(name, text(value.get(name))));
                fields.put(field.key(), entry);
            }
        }
        return NODES.objectNode().setAll(fields);
    }

    private static String text(JsonNode value) {
        return value.isNumber()
                ? new BigDecimal(value.asText()).stripTrailingZeros().toPlainString()
                : value.asText();
    }

    /** The trigger's fields, all text or null; null where no trigger matches. */
    static JsonNode payload(String object, Action action, ObjectNode record) {
        if (action != Action.ADDED || !List.of("deal", "note", "organization").contains(object)) {
            return NullNode.instance;
        }
        var payload = NODES.objectNode();
        switch (object) {
            case "deal" -> {
                copy(record, payload, "currency", "id", "stage_id", "status", "title");
                payload.set(
                        "user_id",
                        record.hasNonNull("creator_user_id") ? record.get("creator_user_id") : record.get("owner_id"));
                payload.put("value", record.get("value").isNull() ? null : text(record.get("value")));
            }
            case "note" ->
                copy(record, payload, "add_time", "content", "deal_id", "id", "org_id", "person_id", "user_id");
            default -> {
                var address = record.path("address");
                payload.put(
                        "address",
                        address.hasNonNull("value")
                                ? address.get("value").textValue()
                                : address.path("formatted_address").textValue());
                payload.putNull("email");
                copy(record, payload, "id", "name", "owner_id");
                payload.putNull("phone").set("web", record.get("website"));
            }
        }
        return payload;
    }

    private static void copy(ObjectNode from, ObjectNode to, String... names) {
        for (var name : names) {
            to.set(name, from.get(name));
        }
    }
}

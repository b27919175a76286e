package io.pipestream.normalise;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.event.Action;
import io.pipestream.normalise.Spelling.Form;

/** Writes a neutral record as Pipedrive does. Made from the reference, without any code of the normaliser. */
final class Dialects {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final List<String> ADDRESS_PARTS = List.of(
            "subpremise",
            "street_number",
            "route",
            "sublocality",
            "locality",
            "admin_area_level_1",
            "admin_area_level_2",
            "country",
            "postal_code",
            "formatted_address");

    private Dialects() {}

    /** The record after the change, of a deletion the last state. */
    static ObjectNode record(Change change, Form form) {
        return record(change, change.after(), form);
    }

    /** The record before the change. */
    static ObjectNode former(Change change, Form form) {
        return record(change, change.before(), form);
    }

    private static ObjectNode record(Change change, ObjectNode neutral, Form form) {
        var record = NODES.objectNode();
        for (var column : Spelling.columns(change.object())) {
            var name = column.in(form);
            if (name != null) {
                var value = column.isNoise() ? noise(column.kind()) : neutral.path(column.name());
                put(
                        record,
                        name,
                        column.kind(),
                        value.isMissingNode() ? NullNode.instance : value,
                        change,
                        form,
                        neutral);
            }
        }
        if (form == Form.REST || (form == Form.V1 && change.object().equals("deal"))) {
            record.put(form == Form.REST ? "is_deleted" : "deleted", change.isDeletion());
        }
        CustomFieldDialects.put(record, change.object(), neutral.path("custom"), form);
        boolean isNew =
                change.action() == Action.ADDED && record.path("update_time").isNull();
        if (isNew && form == Form.V1) {
            record.set("update_time", record.get("add_time"));
        }
        return record;
    }

    private static void put(
            ObjectNode record, String name, String kind, JsonNode value, Change change, Form form, ObjectNode neutral) {
        boolean isV1 = form == Form.V1;
        switch (kind) {
            case "currency" -> {} // written with its amount
            case "amount" ->
                record.set(
                        name,
                        value.isNull()
                                ? value
                                : NODES.objectNode()
                                        .put(
                                                "currency",
                                                neutral.path("currency").textValue())
                                        .set("amount", value));
            case "status" -> record.set(name, isV1 && change.isDeletion() ? NODES.textNode("deleted") : value);
            case "active" -> record.put(name, !change.isDeletion());
            case "bit" ->
                record.set(name, isV1 && value.isBoolean() ? NODES.numberNode(value.booleanValue() ? 1 : 0) : value);
            case "instant" -> record.set(name, isV1 ? zoneless(value) : value);
            case "naive" -> record.set(name, zoneless(value));
            case "time" ->
                record.set(
                        name,
                        form == Form.V2 && !value.isNull()
                                ? NODES.objectNode().putNull("timezone_id").set("value", value)
                                : value);
            case "visible" ->
                record.set(name, form == Form.REST || value.isNull() ? value : NODES.textNode(value.asText()));
            case "category" ->
                record.set(name, form == Form.V2 && !value.isNull() ? NODES.textNode(value.asText()) : value);
            case "textual" -> record.set(name, form == Form.V2 ? NODES.textNode(value.asText()) : value);
            case "language" -> record.set(name, isV1 ? NODES.numberNode(1) : value);
            case "joined" -> record.set(name, isV1 ? joined(value) : list(value));
            case "labels" -> labels(record, value, form);
            case "texts" -> record.set(name, list(value));
            case "contacts" -> record.set(name, contacts(value, isV1));
            case "prices" -> record.set(name, prices(value, isV1));
            case "address" -> address(record, name, value, form);
            default -> record.set(name, value);
        }
    }

    /** What Pipedrive says that no canonical record has a place for. */
    private static JsonNode noise(String kind) {
        return switch (kind) {
            case "number" -> NODES.numberNode(3);
            case "flag" -> NODES.booleanNode(false);
            default -> NODES.textNode("Whatever");
        };
    }

    private static JsonNode zoneless(JsonNode value) {
        return value.isNull()
                ? value
                : NODES.textNode(value.textValue().replace('T', ' ').replace("Z", ""));
    }

    private static JsonNode list(JsonNode value) {
        return value.isNull() ? NODES.arrayNode() : value;
    }

    private static JsonNode joined(JsonNode value) {
        var ids = new ArrayList<String>();
        value.forEach(id -> ids.add(id.asText()));
        return ids.isEmpty() ? NullNode.instance : NODES.textNode(String.join(",", ids));
    }

    /** Beside the list, webhooks still have the single label of old. */
    private static void labels(ObjectNode record, JsonNode value, Form form) {
        record.set("label_ids", list(value));
        if (form != Form.REST) {
            record.set("label", value.isEmpty() ? NullNode.instance : value.get(0));
        }
    }

    private static JsonNode contacts(JsonNode value, boolean isV1) {
        var contacts = NODES.arrayNode();
        for (var contact : value) {
            contacts.addObject()
                    .put("label", contact.get(1).textValue())
                    .put("value", contact.get(0).textValue())
                    .put("primary", contact.get(2).booleanValue());
        }
        if (contacts.isEmpty() && isV1) {
            contacts.addObject().put("value", "").put("primary", true);
        }
        return contacts;
    }

    private static JsonNode prices(JsonNode value, boolean isV1) {
        var prices = NODES.arrayNode();
        for (var price : value) {
            var written = prices.addObject().put("product_id", 1);
            written.set("price", price.get("price"));
            written.set("currency", price.get("currency"));
            written.set("cost", price.get("cost"));
            written.set(isV1 ? "overhead_cost" : "direct_cost", price.get("direct_cost"));
            written.put("notes", price.path("notes").asText(""));
        }
        return prices;
    }

    private static void address(ObjectNode record, String name, JsonNode value, Form form) {
        if (form == Form.V1) {
            record.set(name, value.isNull() ? value : value.path("value"));
            ADDRESS_PARTS.forEach(part -> record.put(
                    name + '_' + part, value.isNull() ? null : value.path(part).asText("")));
            return;
        }
        record.set(name, value.isNull() ? value : NODES.objectNode().set("value", value.path("value")));
        if (record.get(name) instanceof ObjectNode address) {
            ADDRESS_PARTS.stream()
                    .filter(part -> form == Form.V2 || !part.equals("formatted_address"))
                    .forEach(part -> address.put(part, value.path(part).asText("")));
        }
    }
}

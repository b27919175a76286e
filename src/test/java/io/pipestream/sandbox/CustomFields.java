package io.pipestream.sandbox;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A custom field's value in its three shapes. It is kept in REST v2's shape; v1 spreads it over suffixed keys, webhook
 * v2 wraps it in an object with a type. No two of the three are alike.
 */
final class CustomFields {

    static final List<String> ADDRESS_PARTS = List.of(
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

    /** v1 and webhook v2 know time zones by a number, REST v2 by a name. */
    private static final Map<String, Integer> ZONES = Map.of("Europe/Tallinn", 212, "Europe/London", 190, "UTC", 1);

    private static final String USUAL_ZONE = "Europe/Tallinn";

    private CustomFields() {}

    /** Adds the value to a v1 record, or null under the bare key when there is none. */
    static void putV1(JsonObject flat, FieldDef field, @Nullable Object kept) {
        var key = field.key();
        if (!(kept instanceof JsonObject parts)) {
            flat.put(key, plainV1(field, kept));
            return;
        }
        flat.put(key, parts.getValue("value"));
        switch (field.type()) {
            case "monetary" -> flat.put(key + "_currency", parts.getValue("currency"));
            case "daterange" -> flat.put(key + "_until", parts.getValue("until"));
            case "time" -> flat.put(key + "_timezone_id", zone(parts));
            case "timerange" ->
                flat.put(key + "_until", parts.getValue("until")).put(key + "_timezone_id", zone(parts));
            case "address" -> ADDRESS_PARTS.forEach(part -> flat.put(key + '_' + part, parts.getValue(part)));
            default -> throw new IllegalStateException("a " + field.type() + " is not kept as an object");
        }
    }

    private static @Nullable Object plainV1(FieldDef field, @Nullable Object kept) {
        if (kept instanceof JsonArray ids) {
            return ids.stream().map(String::valueOf).collect(Collectors.joining(","));
        }
        return kept != null && field.type().equals("enum") ? kept.toString() : kept;
    }

    /** The typed object of webhook v2. */
    static @Nullable JsonObject webhookV2(FieldDef field, @Nullable Object kept) {
        if (kept == null) {
            return null;
        }
        var typed = new JsonObject().put("type", field.type());
        var parts = kept instanceof JsonObject object ? object : new JsonObject();
        return switch (field.type()) {
            case "enum", "people", "org", "user" -> typed.put("id", kept);
            case "set" -> typed.put("values", ids((JsonArray) kept));
            case "monetary" -> typed.put("value", parts.getValue("value")).put("currency", parts.getValue("currency"));
            case "time" -> typed.put("value", parts.getValue("value")).put("timezone_id", zone(parts));
            case "daterange" -> typed.put("from", parts.getValue("value")).put("until", parts.getValue("until"));
            case "timerange" ->
                typed.put("from", parts.getValue("value"))
                        .put("until", parts.getValue("until"))
                        .put("timezone_id", zone(parts));
            case "address" -> {
                ADDRESS_PARTS.forEach(part -> typed.put(part, parts.getString(part, "")));
                yield typed.put("value", parts.getValue("value"));
            }
            default -> typed.put("value", kept);
        };
    }

    private static JsonArray ids(JsonArray kept) {
        var values = new JsonArray();
        kept.forEach(id -> values.add(new JsonObject().put("id", id)));
        return values;
    }

    private static @Nullable Integer zone(JsonObject parts) {
        return ZONES.get(parts.getString("timezone_name", USUAL_ZONE));
    }

    /**
     * Reads a value given in REST v2's shape or in v1's; the suffixed keys of v1 are looked up in {@code flat}.
     *
     * @throws ApiError if it is neither
     */
    static Object read(FieldDef field, Object given, JsonObject flat) {
        return switch (field.type()) {
            case "double" -> Values.number(field.key(), given);
            case "people", "org", "user" -> Values.id(field.key(), given);
            case "enum" -> option(field, given);
            case "set" -> {
                var chosen = new JsonArray();
                Values.list(given).forEach(each -> chosen.add(option(field, each)));
                yield chosen;
            }
            case "monetary" -> {
                var parts = parts(field, given, flat, "currency");
                yield parts.put("value", Values.number(field.key(), parts.getValue("value")));
            }
            case "daterange" -> parts(field, given, flat, "until");
            case "time" -> zoned(parts(field, given, flat));
            case "timerange" -> zoned(parts(field, given, flat, "until"));
            case "address" -> parts(field, given, flat, ADDRESS_PARTS.toArray(String[]::new));
            default -> given.toString();
        };
    }

    private static long option(FieldDef field, Object given) {
        var id = Values.id(field.key(), given);
        if (field.options().stream().noneMatch(option -> option.id() == id)) {
            throw ApiError.badRequest("'" + field.name() + "' has no option " + id);
        }
        return id;
    }

    private static JsonObject parts(FieldDef field, Object given, JsonObject flat, String... suffixes) {
        if (given instanceof JsonObject object) {
            if (object.getValue("value") == null) {
                throw ApiError.badRequest("'" + field.name() + "' needs a value");
            }
            return object.copy();
        }
        var parts = new JsonObject().put("value", given);
        for (var suffix : suffixes) {
            var part = flat.getValue(field.key() + '_' + suffix);
            if (part != null) {
                parts.put(suffix, part);
            }
        }
        return parts;
    }

    private static JsonObject zoned(JsonObject parts) {
        return ZONES.containsKey(parts.getString("timezone_name", "")) ? parts : parts.put("timezone_name", USUAL_ZONE);
    }
}

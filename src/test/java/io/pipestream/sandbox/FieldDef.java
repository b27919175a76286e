package io.pipestream.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * One field of a record type.
 *
 * @param id      Pipedrive's number of the field, used by v1 only
 * @param key     the column name, or 40 hexadecimal characters for a custom field
 * @param name    what people call it
 * @param type    Pipedrive's {@code field_type}
 * @param options the choices of an enum or set, empty otherwise
 * @param addedAt  v1 tells it; so for {@code changedAt}, which moves with every edit of the field or its options
 */
record FieldDef(
        long id, String key, String name, String type, List<Option> options, Instant addedAt, Instant changedAt) {

    private static final Instant FOUNDED = Instant.parse("2025-09-01T09:00:00Z");

    FieldDef {
        options = List.copyOf(options);
    }

    /** A choice; records hold its id. v2 tells its times. */
    record Option(long id, String label, Instant addedAt, Instant changedAt) {

        Option(long id, String label) {
            this(id, label, FOUNDED, FOUNDED);
        }

        JsonObject json() {
            return new JsonObject().put("id", id).put("label", label);
        }

        JsonObject v2() {
            return json().putNull("color")
                    .put("update_time", Times.seconds(changedAt))
                    .put("add_time", Times.seconds(addedAt));
        }

        static Option read(JsonObject json) {
            return new Option(
                    json.getLong("id"),
                    json.getString("label"),
                    Instant.parse(json.getString("add_time")),
                    Instant.parse(json.getString("update_time")));
        }
    }

    static FieldDef standard(long id, String key, String name, String type, Option... options) {
        return new FieldDef(id, key, name, type, List.of(options), FOUNDED, FOUNDED);
    }

    /** The key is a hash of the entity and the name, so that it is the same in every sandbox. */
    static FieldDef custom(Entity entity, long id, String name, String type, Option... options) {
        return new FieldDef(id, key(entity, name), name, type, List.of(options), FOUNDED, FOUNDED);
    }

    static String key(Entity entity, String name) {
        return hash(entity.word() + '/' + name);
    }

    /** As it is kept; see {@link #read}. */
    JsonObject kept() {
        var choices = new JsonArray();
        options.forEach(option -> choices.add(option.v2()));
        return new JsonObject()
                .put("id", id)
                .put("key", key)
                .put("name", name)
                .put("type", type)
                .put("options", choices)
                .put("add_time", addedAt.toString())
                .put("update_time", changedAt.toString());
    }

    static FieldDef read(JsonObject kept) {
        return new FieldDef(
                kept.getLong("id"),
                kept.getString("key"),
                kept.getString("name"),
                kept.getString("type"),
                kept.getJsonArray("options").stream()
                        .map(option -> Option.read((JsonObject) option))
                        .toList(),
                Instant.parse(kept.getString("add_time")),
                Instant.parse(kept.getString("update_time")));
    }

    boolean isCustom() {
        return key.length() == 40;
    }

    /** The shape of {@code GET /v1/dealFields} and its like. */
    JsonObject v1() {
        return new JsonObject()
                .put("id", id)
                .put("key", key.equals("label_ids") ? "label" : key)
                .put("name", name)
                .put("order_nr", id)
                .put("field_type", type)
                .put("add_time", Times.v1(Times.seconds(addedAt)))
                .put("update_time", Times.v1(Times.seconds(changedAt)))
                .put("last_updated_by_user_id", isCustom() ? 501 : null)
                .put("created_by_user_id", isCustom() ? 501 : null)
                .put("active_flag", true)
                .put("edit_flag", isCustom())
                .put("index_visible_flag", true)
                .put("details_visible_flag", true)
                .put("add_visible_flag", !isCustom())
                .put("important_flag", false)
                .put("bulk_edit_allowed", true)
                .put("searchable_flag", false)
                .put("filtering_allowed", true)
                .put("sortable_flag", true)
                .put("options", choices(Option::json))
                .put("mandatory_flag", !isCustom());
    }

    /** The shape of {@code GET /api/v2/dealFields} and its like. */
    JsonObject v2() {
        return new JsonObject()
                .put("field_name", name)
                .put("field_code", key)
                .putNull("description")
                .put("field_type", type)
                .put("options", choices(Option::v2))
                .putNull("subfields")
                .put("is_custom_field", isCustom())
                .put("is_optional_response_field", false);
    }

    private @Nullable JsonArray choices(Function<Option, JsonObject> form) {
        if (options.isEmpty()) {
            return null;
        }
        var list = new JsonArray();
        options.forEach(option -> list.add(form.apply(option)));
        return list;
    }

    private static String hash(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return HexFormat.of().formatHex(Arrays.copyOf(digest, 20));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}

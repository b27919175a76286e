package io.pipestream.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

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
 */
record FieldDef(long id, String key, String name, String type, List<Option> options) {

    /** A choice; records hold its id. */
    record Option(long id, String label) {

        JsonObject json() {
            return new JsonObject().put("id", id).put("label", label);
        }
    }

    static FieldDef standard(long id, String key, String name, String type) {
        return new FieldDef(id, key, name, type, List.of());
    }

    /** The key is a hash of the entity and the name, so that it is the same in every sandbox. */
    static FieldDef custom(Entity entity, long id, String name, String type, Option... options) {
        return new FieldDef(id, hash(entity.word() + '/' + name), name, type, List.of(options));
    }

    boolean isCustom() {
        return key.length() == 40;
    }

    /** The shape of {@code GET /v1/dealFields} and its like. */
    JsonObject v1() {
        return new JsonObject()
                .put("id", id)
                .put("key", key)
                .put("name", name)
                .put("order_nr", id)
                .put("field_type", type)
                .put("add_time", "2025-09-01 09:00:00")
                .put("update_time", "2025-09-01 09:00:00")
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
                .put("options", choices())
                .put("mandatory_flag", !isCustom());
    }

    /** The shape of {@code GET /api/v2/dealFields} and its like. */
    JsonObject v2() {
        return new JsonObject()
                .put("field_name", name)
                .put("field_code", key)
                .putNull("description")
                .put("field_type", type)
                .put("options", choices())
                .putNull("subfields")
                .put("is_custom_field", isCustom())
                .put("is_optional_response_field", false);
    }

    private @Nullable JsonArray choices() {
        if (options.isEmpty()) {
            return null;
        }
        var list = new JsonArray();
        options.forEach(option -> list.add(option.json()));
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

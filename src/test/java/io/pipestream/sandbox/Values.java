package io.pipestream.sandbox;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Reads single values as leniently as Pipedrive does: numbers as text, lists as comma-joined text. */
final class Values {

    private Values() {}

    static long id(String field, @Nullable Object given) {
        return number(field, given).longValue();
    }

    static Number number(String field, @Nullable Object given) {
        if (given instanceof Number number) {
            return number;
        }
        try {
            var text = String.valueOf(given);
            if (text.contains(".")) {
                return Double.valueOf(text);
            }
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            throw ApiError.badRequest("'" + field + "' must be a number, not " + given);
        }
    }

    static boolean flag(Object given) {
        return given.equals(true)
                || given.toString().equals("1")
                || given.toString().equals("true");
    }

    static List<?> list(Object given) {
        if (given instanceof JsonArray array) {
            return array.getList();
        }
        return given.toString().isEmpty()
                ? List.of()
                : Arrays.asList(given.toString().split(",", -1));
    }

    static JsonArray ids(String field, Object given) {
        var ids = new JsonArray();
        list(given).forEach(each -> ids.add(id(field, each)));
        return ids;
    }

    /** The items of a person's e-mails or phones, from one text, a list of texts or the items themselves. */
    static JsonArray channels(Object given) {
        var items = new JsonArray();
        for (var each : given instanceof JsonArray array ? array : JsonArray.of(given)) {
            items.add(
                    each instanceof JsonObject item
                            ? item.copy()
                            : new JsonObject()
                                    .put("value", each.toString())
                                    .put("primary", items.isEmpty())
                                    .put("label", "work"));
        }
        return items;
    }

    static JsonObject object(String field, Object given) {
        if (given instanceof JsonObject object) {
            return object.copy();
        }
        throw ApiError.badRequest("'" + field + "' must be an object");
    }

    static JsonArray array(String field, Object given) {
        if (given instanceof JsonArray array) {
            return array.copy();
        }
        throw ApiError.badRequest("'" + field + "' must be a list");
    }

    static JsonObject address(Object given) {
        return given instanceof JsonObject object ? object.copy() : new JsonObject().put("value", given.toString());
    }

    static String time(String field, Object given) {
        var time = Times.parse(given.toString());
        if (time == null) {
            throw ApiError.badRequest("'" + field + "' must be a time such as " + Times.seconds(Instant.EPOCH));
        }
        return Times.seconds(time);
    }
}

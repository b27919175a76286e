package io.pipestream.sandbox;

import java.util.Set;

import io.vertx.core.json.JsonObject;

/**
 * What a load does with records, as shares of its operations; the rest are additions.
 *
 * @param updates 0 to 1
 * @param deletes 0 to 1
 */
record Mix(double updates, double deletes) {

    private static final Set<String> NAMES = Set.of("update", "delete");

    Mix {
        if (!(updates >= 0) || !(deletes >= 0) || !(updates + deletes <= 1)) {
            throw ApiError.badControl("the shares of a mix must not be negative, and together at most 1");
        }
    }

    static Mix additionsOnly() {
        return new Mix(0, 0);
    }

    static Mix read(Object given) {
        if (!(given instanceof JsonObject shares)
                || !NAMES.containsAll(shares.fieldNames())
                || !(shares.getValue("update", 0) instanceof Number updates)
                || !(shares.getValue("delete", 0) instanceof Number deletes)) {
            throw ApiError.badControl("a mix gives the shares of updates and deletions,"
                    + " for example {\"update\": 0.3, \"delete\": 0.1}");
        }
        return new Mix(updates.doubleValue(), deletes.doubleValue());
    }
}

package io.pipestream.normalise;

import java.math.BigDecimal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.event.Action;
import io.pipestream.event.Source;
import org.jspecify.annotations.Nullable;

/** The two webhook formats, side by side: where each keeps what both say. */
enum Dialect {
    V1(Source.WEBHOOK_V1, "object", "id", "current", "is_bulk_update"),
    V2(Source.WEBHOOK_V2, "entity", "entity_id", "data", "is_bulk_edit");

    private final Source source;
    private final String object;
    private final String recordId;
    private final String current;
    private final String bulk;

    Dialect(Source source, String object, String recordId, String current, String bulk) {
        this.source = source;
        this.object = object;
        this.recordId = recordId;
        this.current = current;
        this.bulk = bulk;
    }

    /** The dialect of this body, or null if it shows neither version. */
    static @Nullable Dialect of(ObjectNode body, ObjectNode meta) {
        var version = Values.text(meta.get("version"));
        if (version != null && version.startsWith("2")) {
            return V2;
        }
        return isOne(body.get("v")) || isOne(meta.get("v")) ? V1 : null;
    }

    Source source() {
        return source;
    }

    @Nullable
    String object(ObjectNode body, ObjectNode meta) {
        var named = Values.text(meta.get(object));
        return named == null && this == V1 ? partOfEvent(body, 1) : named;
    }

    /** What happened, or null for a word that this dialect does not have. */
    @Nullable
    Action action(ObjectNode body, ObjectNode meta) {
        var named = Values.text(meta.get("action"));
        return this == V1 ? actionOfV1(named == null ? partOfEvent(body, 0) : named) : actionOfV2(named, meta);
    }

    @Nullable
    JsonNode recordId(ObjectNode meta) {
        return meta.get(recordId);
    }

    /** The record after the change; v1 wraps a user in a list of one. */
    @Nullable
    ObjectNode current(ObjectNode body) {
        return record(body.get(current));
    }

    /** The record before the change, whole in v1, in v2 only what changed. */
    @Nullable
    ObjectNode previous(ObjectNode body) {
        return record(body.get("previous"));
    }

    @Nullable
    Boolean isBulk(ObjectNode meta) {
        return Values.bool(meta.get(bulk));
    }

    private static @Nullable Action actionOfV1(@Nullable String word) {
        return switch (word) {
            case "added" -> Action.ADDED;
            case "updated" -> Action.UPDATED;
            case "deleted" -> Action.DELETED;
            case "merged" -> Action.MERGED;
            case null, default -> null;
        };
    }

    private static @Nullable Action actionOfV2(@Nullable String word, ObjectNode meta) {
        return switch (word) {
            case "create" -> Action.ADDED;
            case "change" -> meta.hasNonNull("merged_from_id") ? Action.MERGED : Action.UPDATED;
            case "delete" -> Action.DELETED;
            case null, default -> null;
        };
    }

    /** A part of v1's {@code event}, for example of {@code added.deal}. */
    private static @Nullable String partOfEvent(ObjectNode body, int part) {
        var event = Values.text(body.get("event"));
        int dot = event == null ? -1 : event.indexOf('.');
        if (event == null || dot < 0) {
            return null;
        }
        return part == 0 ? event.substring(0, dot) : event.substring(dot + 1);
    }

    private static @Nullable ObjectNode record(@Nullable JsonNode node) {
        var single = node != null && node.isArray() && node.size() == 1 ? node.get(0) : node;
        return single instanceof ObjectNode record ? record : null;
    }

    private static boolean isOne(@Nullable JsonNode node) {
        var number = Values.decimal(node);
        return number != null && number.compareTo(BigDecimal.ONE) == 0;
    }
}

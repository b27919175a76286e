package io.pipestream.normalise;

import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;

/** What values that are objects, or lists of them, say beyond their canonical form. */
final class Members {

    private static final Set<String> OF_A_CONTACT = Set.of("value", "label", "primary");

    private static final Set<String> OF_A_PRICE = Set.of(
            "id",
            "product_id",
            "price",
            "price_formatted",
            "currency",
            "cost",
            "direct_cost",
            "overhead_cost",
            "notes",
            "comment");

    private static final Set<String> OF_A_TIME = Set.of("value", "timezone_id", "timezone_name");

    private Members() {}

    /**
     * Whether the value has a member that the canonical one has no place for, and that may be news.
     *
     * @param field the value's name, to report unknown members under
     */
    static boolean sayMore(FieldType type, String field, JsonNode value, Leftover leftover) {
        return switch (type) {
            case CONTACTS -> itemsSayMore(OF_A_CONTACT, field, value, leftover);
            case PRICES -> itemsSayMore(OF_A_PRICE, field, value, leftover);
            default -> value.isObject() && memberSaysMore(type, field, value, leftover);
        };
    }

    private static boolean memberSaysMore(FieldType type, String field, JsonNode value, Leftover leftover) {
        boolean saysMore = false;
        for (var member : value.properties()) {
            var name = member.getKey();
            if (!type.hasMember(name)) {
                saysMore |= !member.getValue().isNull();
                if (!isKnown(type, name)) {
                    leftover.isNew(field + '.' + name, member.getValue());
                }
            } else if (type == FieldType.ADDRESS && member.getValue().isContainerNode()) {
                saysMore = true; // a part of an address is text; this was read as none
                leftover.isOfAnotherType(field + '.' + name, member.getValue());
            }
        }
        return saysMore;
    }

    /** Of a related record in a field's place, Pipedrive shows whatever it likes. */
    private static boolean isKnown(FieldType type, String member) {
        return switch (type) {
            case ID, IDS -> true;
            case TIME -> OF_A_TIME.contains(member);
            default -> false;
        };
    }

    private static boolean itemsSayMore(Set<String> known, String field, JsonNode items, Leftover leftover) {
        boolean sayMore = false;
        for (var item : items) {
            if (!item.isObject()) {
                leftover.isOfAnotherType(field, item);
                continue;
            }
            for (var member : item.properties()) {
                if (!known.contains(member.getKey())) {
                    sayMore |= !member.getValue().isNull();
                    leftover.isNew(field + '.' + member.getKey(), member.getValue());
                }
            }
        }
        return sayMore;
    }
}

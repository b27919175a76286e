package io.pipestream.catalogue;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.pipestream.pipedrive.DefinitionList;

/**
 * Which lists an event may have made old. Webhooks of custom field definitions came in May 2026, and how Pipedrive spells
 * their object is not documented: whatever speaks of a field is taken for one, of the object that it also speaks of, or
 * of all.
 */
final class DefinitionEvents {

    private static final Map<String, DefinitionList> FIELDS = Map.of(
            "deal", DefinitionList.DEAL_FIELDS,
            "lead", DefinitionList.DEAL_FIELDS,
            "person", DefinitionList.PERSON_FIELDS,
            "org", DefinitionList.ORGANIZATION_FIELDS,
            "product", DefinitionList.PRODUCT_FIELDS,
            "activity", DefinitionList.ACTIVITY_FIELDS,
            "project", DefinitionList.PROJECT_FIELDS);

    private DefinitionEvents() {}

    static Set<DefinitionList> madeOldBy(String object) {
        return switch (object) {
            case "deal", "note", "person", "organization", "activity", "lead", "product" -> Set.of();
            case "stage" -> Set.of(DefinitionList.STAGES);
            case "pipeline" -> Set.of(DefinitionList.PIPELINES);
            case "user" -> Set.of(DefinitionList.USERS);
            default -> fields(object.toLowerCase(Locale.ROOT));
        };
    }

    private static Set<DefinitionList> fields(String object) {
        if (!object.contains("field")) {
            return Set.of();
        }
        var lists = EnumSet.noneOf(DefinitionList.class);
        FIELDS.forEach((word, list) -> {
            if (object.contains(word)) {
                lists.add(list);
            }
        });
        return lists.isEmpty() ? EnumSet.copyOf(FIELDS.values()) : lists;
    }
}

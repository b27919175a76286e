package io.pipestream.catalogue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.pipestream.event.NamedId;
import io.pipestream.pipedrive.DefinitionList;
import org.jspecify.annotations.Nullable;

/** Looks up the names of one event, as of its time, and remembers what was asked for and what was not found. */
final class Lookup {

    /** The fields whose options the ids are; Pipedrive has used both names. */
    private static final Map<String, List<String>> OPTION_FIELDS = Map.of("label_ids", List.of("label_ids", "label"));

    /** Whose custom fields an object has. */
    private static final Map<String, DefinitionList> FIELDS = Map.of(
            "deal", DefinitionList.DEAL_FIELDS,
            "lead", DefinitionList.DEAL_FIELDS,
            "person", DefinitionList.PERSON_FIELDS,
            "organization", DefinitionList.ORGANIZATION_FIELDS,
            "product", DefinitionList.PRODUCT_FIELDS,
            "activity", DefinitionList.ACTIVITY_FIELDS,
            "project", DefinitionList.PROJECT_FIELDS);

    private final Names names;
    private final String object;
    private final Instant at;
    private final EnumSet<DefinitionList> used = EnumSet.noneOf(DefinitionList.class);
    private List<Missing> missing = List.of();

    Lookup(Names names, String object, Instant at) {
        this.names = names;
        this.object = object;
        this.at = at;
    }

    /** What a list does not have. */
    record Missing(DefinitionList list, String key) {}

    static @Nullable DefinitionList fieldsOf(String object) {
        return FIELDS.get(object);
    }

    /** The lists that events of an object may need. */
    static Set<DefinitionList> listsOf(String object) {
        var lists = EnumSet.noneOf(DefinitionList.class);
        var fields = FIELDS.get(object);
        if (fields != null) {
            lists.add(fields);
        }
        NamedId.of(object).values().forEach(named -> {
            var list = list(named);
            if (list != null) {
                lists.add(list);
            }
        });
        return lists;
    }

    Set<DefinitionList> used() {
        return used;
    }

    List<Missing> missing() {
        return missing;
    }

    /** Null if the field is not known. */
    Glossary.@Nullable Found field(String key) {
        var list = FIELDS.get(object);
        var glossary = list == null ? null : glossary(list);
        var found = glossary == null ? null : glossary.field(key, at);
        if (found == null && list != null) {
            miss(list, key);
        }
        return found;
    }

    /** Null if the option is not known. */
    @Nullable
    String option(Glossary.Found field, String fieldKey, String id) {
        var option = field.term().options().get(id);
        if (option == null) {
            miss(Objects.requireNonNull(FIELDS.get(object)), fieldKey + '/' + id);
        }
        return option == null ? null : option.at(at).name();
    }

    @Nullable
    String user(String id) {
        return named(DefinitionList.USERS, id);
    }

    /** The name of what this field holds the id of. */
    @Nullable
    String name(NamedId field, String id) {
        var list = list(field);
        if (list == null) {
            return null;
        }
        return switch (field.kind()) {
            case OPTION, OPTIONS -> standardOption(list, field.id(), id);
            case STAGE, PIPELINE, USER, LEAD_LABELS -> named(list, id);
        };
    }

    private static @Nullable DefinitionList list(NamedId field) {
        return switch (field.kind()) {
            case STAGE -> DefinitionList.STAGES;
            case PIPELINE -> DefinitionList.PIPELINES;
            case USER -> DefinitionList.USERS;
            case LEAD_LABELS -> DefinitionList.LEAD_LABELS;
            case OPTION, OPTIONS -> FIELDS.get(field.object());
        };
    }

    private @Nullable String named(DefinitionList list, String id) {
        var glossary = glossary(list);
        var name = glossary == null ? null : glossary.name(id, at);
        if (name == null) {
            miss(list, id);
        }
        return name;
    }

    private @Nullable String standardOption(DefinitionList list, String field, String id) {
        var glossary = glossary(list);
        if (glossary != null) {
            for (var key : OPTION_FIELDS.getOrDefault(field, List.of(field))) {
                var term = glossary.terms().get(key);
                var option = term == null ? null : term.options().get(id);
                if (option != null) {
                    return option.at(at).name();
                }
            }
        }
        miss(list, field + '/' + id);
        return null;
    }

    private @Nullable Glossary glossary(DefinitionList list) {
        used.add(list);
        return names.lists().get(list);
    }

    private void miss(DefinitionList list, String key) {
        if (missing.isEmpty()) {
            missing = new ArrayList<>(2);
        }
        missing.add(new Missing(list, key));
    }
}

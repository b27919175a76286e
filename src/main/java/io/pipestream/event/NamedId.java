package io.pipestream.event;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The ids of a record beside which their names stand. A name is context and part of no identity: it is what the account
 * called the thing when the event happened, and null where we do not know it.
 */
public enum NamedId {
    DEAL_STAGE("deal", "stage_id", "stage_name", Kind.STAGE),
    DEAL_PIPELINE("deal", "pipeline_id", "pipeline_name", Kind.PIPELINE),
    DEAL_OWNER("deal", "owner_id", "owner_name", Kind.USER),
    DEAL_CREATOR("deal", "creator_user_id", "creator_user_name", Kind.USER),
    DEAL_LABELS("deal", "label_ids", "label_names", Kind.OPTIONS),
    DEAL_CHANNEL("deal", "channel", "channel_name", Kind.OPTION),
    NOTE_USER("note", "user_id", "user_name", Kind.USER),
    ORGANIZATION_OWNER("organization", "owner_id", "owner_name", Kind.USER),
    ORGANIZATION_LABELS("organization", "label_ids", "label_names", Kind.OPTIONS),
    ORGANIZATION_INDUSTRY("organization", "industry", "industry_name", Kind.OPTION),
    PERSON_OWNER("person", "owner_id", "owner_name", Kind.USER),
    PERSON_LABELS("person", "label_ids", "label_names", Kind.OPTIONS),
    ACTIVITY_OWNER("activity", "owner_id", "owner_name", Kind.USER),
    LEAD_OWNER("lead", "owner_id", "owner_name", Kind.USER),
    LEAD_CREATOR("lead", "creator_user_id", "creator_user_name", Kind.USER),
    LEAD_LABELS("lead", "label_ids", "label_names", Kind.LEAD_LABELS),
    LEAD_CHANNEL("lead", "channel", "channel_name", Kind.OPTION),
    PRODUCT_CATEGORY("product", "category", "category_name", Kind.OPTION),
    PRODUCT_OWNER("product", "owner_id", "owner_name", Kind.USER),
    STAGE_PIPELINE("stage", "pipeline_id", "pipeline_name", Kind.PIPELINE);

    /** What the id is of. */
    public enum Kind {
        STAGE,
        PIPELINE,
        USER,
        /** The choice of a standard field of the object. */
        OPTION,
        /** Several of them: the names are a list, in the order of the ids, null for one that is not known. */
        OPTIONS,
        /** Labels of leads, which are no options of a field. */
        LEAD_LABELS
    }

    private static final Map<String, Map<String, NamedId>> BY_OBJECT = Arrays.stream(values())
            .collect(Collectors.groupingBy(
                    NamedId::object,
                    Collectors.toMap(NamedId::id, Function.identity(), (one, other) -> one, LinkedHashMap::new)));

    private final String object;
    private final String id;
    private final String beside;
    private final Kind kind;

    NamedId(String object, String id, String beside, Kind kind) {
        this.object = object;
        this.id = id;
        this.beside = beside;
        this.kind = kind;
    }

    /** Those of an object, by their field. */
    public static Map<String, NamedId> of(String object) {
        return Collections.unmodifiableMap(BY_OBJECT.getOrDefault(object, Map.of()));
    }

    public String object() {
        return object;
    }

    /** The field with the id, in the canonical record. */
    public String id() {
        return id;
    }

    /** The field with the name, which follows it. */
    public String beside() {
        return beside;
    }

    public Kind kind() {
        return kind;
    }

    /** Whether the field holds a list of ids, and so its neighbour a list of names. */
    public boolean isMany() {
        return kind == Kind.OPTIONS || kind == Kind.LEAD_LABELS;
    }
}

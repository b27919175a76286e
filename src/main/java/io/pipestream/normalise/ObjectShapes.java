package io.pipestream.normalise;

import static io.pipestream.normalise.FieldType.ADDRESS;
import static io.pipestream.normalise.FieldType.BOOLEAN;
import static io.pipestream.normalise.FieldType.CONTACTS;
import static io.pipestream.normalise.FieldType.DATE;
import static io.pipestream.normalise.FieldType.ID;
import static io.pipestream.normalise.FieldType.IDS;
import static io.pipestream.normalise.FieldType.INSTANT;
import static io.pipestream.normalise.FieldType.LANGUAGE;
import static io.pipestream.normalise.FieldType.NUMBER;
import static io.pipestream.normalise.FieldType.PRICES;
import static io.pipestream.normalise.FieldType.STATUS;
import static io.pipestream.normalise.FieldType.TEXT;
import static io.pipestream.normalise.FieldType.TIME;

import java.util.List;
import java.util.Map;

/**
 * The canonical fields of every object Pipedrive documents, as data. A field stands here if both webhook dialects can
 * carry it, or if webhook v2 documents it; it has webhook v2's name. {@code docs/events.md} is the same list for readers.
 */
final class ObjectShapes {

    private static final RecordShape OPEN = new OpenShape();

    private static final Map<String, DeclaredShape> DECLARED = Map.ofEntries(
            withCustomFields(
                    "deal",
                    of(ID, "id"),
                    of(TEXT, "title"),
                    of(NUMBER, "value"),
                    of(TEXT, "currency"),
                    of(STATUS, "status"),
                    of(ID, "stage_id"),
                    of(ID, "pipeline_id"),
                    of(ID, "owner_id", "owner_id", "user_id"),
                    of(ID, "creator_user_id"),
                    of(ID, "person_id"),
                    of(ID, "org_id"),
                    of(IDS, "label_ids", "label_ids", "label"),
                    of(ID, "visible_to"),
                    of(NUMBER, "probability"),
                    of(DATE, "expected_close_date"),
                    of(TEXT, "lost_reason"),
                    of(TEXT, "origin"),
                    of(ID, "origin_id"),
                    of(ID, "channel"),
                    of(ID, "channel_id"),
                    of(BOOLEAN, "is_archived"),
                    of(INSTANT, "archive_time"),
                    of(INSTANT, "add_time"),
                    of(INSTANT, "update_time"),
                    of(INSTANT, "stage_change_time"),
                    of(INSTANT, "close_time"),
                    of(INSTANT, "won_time"),
                    of(INSTANT, "lost_time"),
                    of(INSTANT, "first_won_time")),
            plain(
                    "note",
                    of(ID, "id"),
                    of(TEXT, "content"),
                    of(ID, "user_id"),
                    of(ID, "deal_id"),
                    of(ID, "person_id"),
                    of(ID, "org_id"),
                    of(ID, "lead_id"),
                    of(ID, "project_id"),
                    of(BOOLEAN, "active_flag"),
                    of(BOOLEAN, "pinned_to_deal_flag"),
                    of(BOOLEAN, "pinned_to_person_flag"),
                    of(BOOLEAN, "pinned_to_organization_flag"),
                    of(INSTANT, "add_time"),
                    of(INSTANT, "update_time")),
            withCustomFields(
                    "organization",
                    of(ID, "id"),
                    of(TEXT, "name"),
                    of(ID, "owner_id"),
                    of(ADDRESS, "address"),
                    of(TEXT, "country_code"),
                    of(IDS, "label_ids", "label_ids", "label"),
                    of(ID, "visible_to"),
                    of(ID, "picture_id"),
                    of(TEXT, "website"),
                    of(TEXT, "linkedin"),
                    of(ID, "industry"),
                    of(NUMBER, "annual_revenue"),
                    of(NUMBER, "employee_count"),
                    of(INSTANT, "add_time"),
                    of(INSTANT, "update_time")),
            withCustomFields(
                    "person",
                    of(ID, "id"),
                    of(TEXT, "name"),
                    of(TEXT, "first_name"),
                    of(TEXT, "last_name"),
                    of(CONTACTS, "emails", "emails", "email"),
                    of(CONTACTS, "phones", "phones", "phone"),
                    of(ID, "owner_id"),
                    of(ID, "org_id"),
                    of(IDS, "label_ids", "label_ids", "label"),
                    of(ID, "visible_to"),
                    of(INSTANT, "add_time"),
                    of(INSTANT, "update_time")),
            withCustomFields(
                    "activity",
                    of(ID, "id"),
                    of(TEXT, "subject"),
                    of(TEXT, "type"),
                    of(ID, "owner_id", "owner_id", "user_id", "assigned_to_user_id"),
                    of(ID, "deal_id"),
                    of(ID, "person_id"),
                    of(ID, "org_id"),
                    of(ID, "lead_id"),
                    of(DATE, "due_date"),
                    of(TIME, "due_time"),
                    of(TIME, "duration"),
                    of(BOOLEAN, "done"),
                    of(BOOLEAN, "busy_flag"),
                    of(BOOLEAN, "active_flag"),
                    of(ADDRESS, "location"),
                    of(TEXT, "public_description"),
                    of(ID, "update_user_id"),
                    of(INSTANT, "add_time"),
                    of(INSTANT, "update_time")),
            withCustomFields(
                    "lead",
                    of(ID, "id"),
                    of(TEXT, "title"),
                    of(NUMBER, "value", "value.amount", "value"),
                    of(TEXT, "currency", "value.currency"),
                    of(ID, "owner_id"),
                    of(ID, "creator_user_id", "creator_id", "creator_user_id"),
                    of(ID, "person_id"),
                    of(ID, "org_id", "organization_id", "org_id"),
                    of(IDS, "label_ids"),
                    of(DATE, "expected_close_date"),
                    of(BOOLEAN, "is_archived"),
                    of(BOOLEAN, "was_seen"),
                    of(TEXT, "source_name"),
                    of(TEXT, "origin"),
                    of(ID, "origin_id"),
                    of(ID, "channel"),
                    of(ID, "channel_id"),
                    of(ID, "next_activity_id"),
                    of(INSTANT, "add_time"),
                    of(INSTANT, "update_time")),
            withCustomFields(
                    "product",
                    of(ID, "id"),
                    of(TEXT, "name"),
                    of(TEXT, "code"),
                    of(TEXT, "description"),
                    of(ID, "category"),
                    of(TEXT, "unit"),
                    of(NUMBER, "tax"),
                    of(BOOLEAN, "selectable"),
                    of(ID, "owner_id"),
                    of(ID, "visible_to"),
                    of(PRICES, "prices"),
                    of(INSTANT, "add_time"),
                    of(INSTANT, "update_time")),
            plain(
                    "pipeline",
                    of(ID, "id"),
                    of(TEXT, "name"),
                    of(TEXT, "url_title"),
                    of(NUMBER, "order_nr"),
                    of(BOOLEAN, "active_flag", "active_flag", "active"),
                    of(BOOLEAN, "deal_probability"),
                    of(INSTANT, "add_time"),
                    of(INSTANT, "update_time")),
            plain(
                    "stage",
                    of(ID, "id"),
                    of(TEXT, "name"),
                    of(ID, "pipeline_id"),
                    of(NUMBER, "order_nr"),
                    of(BOOLEAN, "active_flag"),
                    of(NUMBER, "deal_probability"),
                    of(BOOLEAN, "rotten_flag"),
                    of(NUMBER, "rotten_days"),
                    of(INSTANT, "add_time"),
                    of(INSTANT, "update_time")),
            plain(
                    "user",
                    of(ID, "id"),
                    of(TEXT, "name"),
                    of(TEXT, "email"),
                    of(TEXT, "phone"),
                    of(TEXT, "default_currency"),
                    of(TEXT, "locale"),
                    of(LANGUAGE, "lang"),
                    of(BOOLEAN, "active_flag"),
                    of(TEXT, "timezone_name"),
                    of(TEXT, "icon_url"),
                    of(INSTANT, "last_login"),
                    of(INSTANT, "created"),
                    of(INSTANT, "modified")),
            plain(
                    "activityType",
                    of(ID, "id"),
                    of(TEXT, "name"),
                    of(TEXT, "key_string"),
                    of(TEXT, "icon_key"),
                    of(TEXT, "color"),
                    of(NUMBER, "order_nr"),
                    of(BOOLEAN, "active_flag"),
                    of(BOOLEAN, "is_custom_flag"),
                    of(INSTANT, "add_time"),
                    of(INSTANT, "update_time")));

    private ObjectShapes() {}

    /** The shape of this object; the open one if nothing is declared for it. */
    static RecordShape of(String object) {
        var declared = DECLARED.get(object);
        return declared == null ? OPEN : declared;
    }

    static Map<String, DeclaredShape> declared() {
        return DECLARED;
    }

    private static Field of(FieldType type, String name, String... sources) {
        return Field.of(type, name, sources);
    }

    private static Map.Entry<String, DeclaredShape> plain(String object, Field... fields) {
        return Map.entry(object, new DeclaredShape(List.of(fields), false));
    }

    private static Map.Entry<String, DeclaredShape> withCustomFields(String object, Field... fields) {
        return Map.entry(object, new DeclaredShape(List.of(fields), true));
    }
}

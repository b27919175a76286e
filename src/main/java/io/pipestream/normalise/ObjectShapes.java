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
 * carry it, or if webhook v2 documents it; it has webhook v2's name. Files and filters, which no webhook tells of, have
 * the names of Recents. {@code docs/events.md} is the same list for readers.
 */
final class ObjectShapes {

    private static final Map<String, DeclaredShape> DECLARED = Map.ofEntries(
            withCustomFields(
                    "deal",
                    always(ID, "id"),
                    always(TEXT, "title"),
                    always(NUMBER, "value"),
                    always(TEXT, "currency"),
                    always(STATUS, "status"),
                    always(ID, "stage_id"),
                    always(ID, "pipeline_id"),
                    always(ID, "owner_id", "owner_id", "user_id"),
                    sometimes(ID, "creator_user_id"),
                    always(ID, "person_id"),
                    always(ID, "org_id"),
                    always(IDS, "label_ids", "label_ids", "label"),
                    always(ID, "visible_to"),
                    always(NUMBER, "probability"),
                    always(DATE, "expected_close_date"),
                    always(TEXT, "lost_reason"),
                    sometimes(TEXT, "origin"),
                    sometimes(ID, "origin_id"),
                    sometimes(ID, "channel"),
                    sometimes(ID, "channel_id"),
                    sometimes(BOOLEAN, "is_archived"),
                    sometimes(INSTANT, "archive_time"),
                    always(INSTANT, "add_time"),
                    always(INSTANT, "update_time"),
                    always(INSTANT, "stage_change_time"),
                    always(INSTANT, "close_time"),
                    always(INSTANT, "won_time"),
                    always(INSTANT, "lost_time"),
                    sometimes(INSTANT, "first_won_time")),
            plain(
                    "note",
                    always(ID, "id"),
                    always(TEXT, "content"),
                    always(ID, "user_id"),
                    always(ID, "deal_id"),
                    always(ID, "person_id"),
                    always(ID, "org_id"),
                    sometimes(ID, "lead_id"),
                    sometimes(ID, "project_id"),
                    always(BOOLEAN, "active_flag"),
                    always(BOOLEAN, "pinned_to_deal_flag"),
                    always(BOOLEAN, "pinned_to_person_flag"),
                    always(BOOLEAN, "pinned_to_organization_flag"),
                    always(INSTANT, "add_time"),
                    always(INSTANT, "update_time")),
            withCustomFields(
                    "organization",
                    always(ID, "id"),
                    always(TEXT, "name"),
                    always(ID, "owner_id"),
                    always(ADDRESS, "address"),
                    sometimes(TEXT, "country_code"),
                    always(IDS, "label_ids", "label_ids", "label"),
                    always(ID, "visible_to"),
                    sometimes(ID, "picture_id"),
                    sometimes(TEXT, "website"),
                    sometimes(TEXT, "linkedin"),
                    sometimes(ID, "industry"),
                    sometimes(NUMBER, "annual_revenue"),
                    sometimes(NUMBER, "employee_count"),
                    always(INSTANT, "add_time"),
                    always(INSTANT, "update_time")),
            withCustomFields(
                    "person",
                    always(ID, "id"),
                    always(TEXT, "name"),
                    always(TEXT, "first_name"),
                    always(TEXT, "last_name"),
                    always(CONTACTS, "emails", "emails", "email"),
                    always(CONTACTS, "phones", "phones", "phone"),
                    always(ID, "owner_id"),
                    always(ID, "org_id"),
                    always(IDS, "label_ids", "label_ids", "label"),
                    always(ID, "visible_to"),
                    always(INSTANT, "add_time"),
                    always(INSTANT, "update_time")),
            withCustomFields(
                    "activity",
                    always(ID, "id"),
                    always(TEXT, "subject"),
                    always(TEXT, "type"),
                    always(ID, "owner_id", "owner_id", "user_id", "assigned_to_user_id"),
                    always(ID, "deal_id"),
                    always(ID, "person_id"),
                    always(ID, "org_id"),
                    sometimes(ID, "lead_id"),
                    always(DATE, "due_date"),
                    always(TIME, "due_time"),
                    always(TIME, "duration"),
                    always(BOOLEAN, "done"),
                    always(BOOLEAN, "busy_flag"),
                    always(BOOLEAN, "active_flag"),
                    sometimes(ADDRESS, "location"),
                    sometimes(TEXT, "public_description"),
                    sometimes(ID, "update_user_id"),
                    always(INSTANT, "add_time"),
                    always(INSTANT, "update_time")),
            withCustomFields(
                    "lead",
                    always(ID, "id"),
                    always(TEXT, "title"),
                    always(NUMBER, "value", "value.amount", "value"),
                    sometimes(TEXT, "currency", "value.currency"),
                    always(ID, "owner_id"),
                    always(ID, "creator_user_id", "creator_id", "creator_user_id"),
                    always(ID, "person_id"),
                    always(ID, "org_id", "organization_id", "org_id"),
                    always(IDS, "label_ids"),
                    always(DATE, "expected_close_date"),
                    sometimes(BOOLEAN, "is_archived"),
                    sometimes(BOOLEAN, "was_seen"),
                    sometimes(TEXT, "source_name"),
                    sometimes(TEXT, "origin"),
                    sometimes(ID, "origin_id"),
                    sometimes(ID, "channel"),
                    sometimes(ID, "channel_id"),
                    sometimes(ID, "next_activity_id"),
                    always(INSTANT, "add_time"),
                    always(INSTANT, "update_time")),
            withCustomFields(
                    "product",
                    always(ID, "id"),
                    always(TEXT, "name"),
                    always(TEXT, "code"),
                    sometimes(TEXT, "description"),
                    sometimes(ID, "category"),
                    always(TEXT, "unit"),
                    always(NUMBER, "tax"),
                    always(BOOLEAN, "selectable"),
                    always(ID, "owner_id"),
                    always(ID, "visible_to"),
                    always(PRICES, "prices"),
                    always(INSTANT, "add_time"),
                    always(INSTANT, "update_time")),
            plain(
                    "pipeline",
                    always(ID, "id"),
                    always(TEXT, "name"),
                    sometimes(TEXT, "url_title"),
                    always(NUMBER, "order_nr"),
                    always(BOOLEAN, "active_flag", "active_flag", "active"),
                    always(BOOLEAN, "deal_probability"),
                    always(INSTANT, "add_time"),
                    always(INSTANT, "update_time")),
            plain(
                    "stage",
                    always(ID, "id"),
                    always(TEXT, "name"),
                    always(ID, "pipeline_id"),
                    always(NUMBER, "order_nr"),
                    always(BOOLEAN, "active_flag"),
                    always(NUMBER, "deal_probability"),
                    always(BOOLEAN, "rotten_flag"),
                    always(NUMBER, "rotten_days"),
                    always(INSTANT, "add_time"),
                    always(INSTANT, "update_time")),
            plain(
                    "user",
                    always(ID, "id"),
                    always(TEXT, "name"),
                    always(TEXT, "email"),
                    sometimes(TEXT, "phone"),
                    always(TEXT, "default_currency"),
                    always(TEXT, "locale"),
                    sometimes(LANGUAGE, "lang"),
                    always(BOOLEAN, "active_flag"),
                    sometimes(TEXT, "timezone_name"),
                    sometimes(TEXT, "icon_url"),
                    sometimes(INSTANT, "last_login"),
                    always(INSTANT, "created"),
                    sometimes(INSTANT, "modified")),
            plain(
                    "activityType",
                    always(ID, "id"),
                    always(TEXT, "name"),
                    always(TEXT, "key_string"),
                    always(TEXT, "icon_key"),
                    sometimes(TEXT, "color"),
                    always(NUMBER, "order_nr"),
                    always(BOOLEAN, "active_flag"),
                    sometimes(BOOLEAN, "is_custom_flag"),
                    always(INSTANT, "add_time"),
                    sometimes(INSTANT, "update_time")),
            plain(
                    "file",
                    always(ID, "id"),
                    always(TEXT, "name"),
                    sometimes(TEXT, "file_name"),
                    sometimes(TEXT, "file_type"),
                    sometimes(NUMBER, "file_size"),
                    sometimes(TEXT, "url"),
                    sometimes(TEXT, "description"),
                    always(ID, "user_id"),
                    always(ID, "deal_id"),
                    always(ID, "person_id"),
                    always(ID, "org_id"),
                    sometimes(ID, "product_id"),
                    sometimes(ID, "activity_id"),
                    sometimes(ID, "lead_id"),
                    sometimes(ID, "project_id"),
                    sometimes(ID, "mail_message_id"),
                    sometimes(TEXT, "remote_location"),
                    sometimes(ID, "remote_id"),
                    sometimes(BOOLEAN, "inline_flag"),
                    always(BOOLEAN, "active_flag"),
                    always(INSTANT, "add_time"),
                    always(INSTANT, "update_time")),
            plain(
                    "filter",
                    always(ID, "id"),
                    always(TEXT, "name"),
                    always(TEXT, "type"),
                    always(ID, "user_id"),
                    sometimes(ID, "visible_to"),
                    sometimes(ID, "custom_view_id"),
                    sometimes(BOOLEAN, "temporary_flag"),
                    always(BOOLEAN, "active_flag"),
                    always(INSTANT, "add_time"),
                    always(INSTANT, "update_time")));

    private ObjectShapes() {}

    /** The shape of this object; the open one if nothing is declared for it. */
    static RecordShape of(String object) {
        var declared = DECLARED.get(object);
        if (declared != null) {
            return declared;
        }
        return KnownNames.isGeneric(object) ? OpenShape.GENERIC : OpenShape.UNHEARD_OF;
    }

    static Map<String, DeclaredShape> declared() {
        return DECLARED;
    }

    private static Field always(FieldType type, String name, String... sources) {
        return Field.always(type, name, sources);
    }

    private static Field sometimes(FieldType type, String name, String... sources) {
        return Field.sometimes(type, name, sources);
    }

    private static Map.Entry<String, DeclaredShape> plain(String object, Field... fields) {
        return Map.entry(object, new DeclaredShape(List.of(fields), false, KnownNames.of(object)));
    }

    private static Map.Entry<String, DeclaredShape> withCustomFields(String object, Field... fields) {
        return Map.entry(object, new DeclaredShape(List.of(fields), true, KnownNames.of(object)));
    }
}

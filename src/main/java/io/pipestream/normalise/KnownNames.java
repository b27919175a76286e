package io.pipestream.normalise;

import java.util.Map;
import java.util.Set;

/**
 * What Pipedrive is known to send beside the canonical fields, by any path: counters, names of related records, formatted
 * values. It goes to an event's extra data, and is no news. A name that is neither here nor canonical is drift.
 */
final class KnownNames {

    private static final Map<String, Set<String>> BESIDE_CANONICAL = Map.ofEntries(
            names("deal", """
                    active activities_count acv acv_currency age arr arr_currency average_stage_progress
                    average_time_to_won cc_email deleted done_activities_count email_messages_count files_count
                    followers_count formatted_value formatted_weighted_value is_deleted last_activity
                    last_activity_date last_activity_id last_incoming_mail_time last_outgoing_mail_time
                    local_close_date local_lost_date local_won_date merge_what_id mrr mrr_currency next_activity
                    next_activity_date next_activity_duration next_activity_id next_activity_note
                    next_activity_subject next_activity_time next_activity_type notes_count org_hidden org_name
                    owner_name participants_count person_hidden person_name products_count rotten_time
                    source_lead_id stage_order_nr stay_in_pipeline_stages undone_activities_count weighted_value
                    weighted_value_currency
                    """),
            names("note", """
                    deal is_deleted last_update_user_id lead organization person pinned_to_lead_flag
                    pinned_to_project_flag pinned_to_task_flag project task task_id user
                    """),
            names("organization", """
                    active_flag activities_count cc_email closed_deals_count company_id delete_time
                    done_activities_count edit_name email_messages_count files_count first_char followers_count
                    is_deleted last_activity last_activity_date last_activity_id lost_deals_count merge_what_id next_activity
                    next_activity_date next_activity_id next_activity_time notes_count open_deals_count org_id
                    owner_name people_count related_closed_deals_count related_lost_deals_count
                    related_open_deals_count related_won_deals_count undone_activities_count won_deals_count
                    """),
            names("person", """
                    active_flag activities_count birthday cc_email closed_deals_count company_id delete_time
                    done_activities_count email_messages_count files_count first_char followers_count im is_deleted
                    job_title last_activity_date last_activity_id last_incoming_mail_time last_outgoing_mail_time
                    lost_deals_count marketing_status merge_what_id next_activity_date next_activity_id
                    next_activity_time notes notes_count open_deals_count org_name owner_name
                    participant_closed_deals_count participant_open_deals_count picture_id postal_address
                    postal_address_admin_area_level_1 postal_address_admin_area_level_2 postal_address_country
                    postal_address_formatted_address postal_address_locality postal_address_postal_code
                    postal_address_route postal_address_street_number postal_address_sublocality
                    postal_address_subpremise primary_email related_closed_deals_count related_lost_deals_count
                    related_open_deals_count related_won_deals_count undone_activities_count won_deals_count
                    """),
            names("activity", """
                    attendees busy calendar_sync_include_context company_id conference_meeting_client
                    conference_meeting_id conference_meeting_url created_by_user_id creator_user_id deal_dropbox_bcc
                    deal_title file gcal_event_id google_calendar_etag google_calendar_id is_deleted
                    last_notification_time last_notification_user_id marked_as_done_time note
                    notification_language_id org_name owner_name participants person_dropbox_bcc person_name
                    priority project_id rec_master_activity_id rec_rule rec_rule_extension reference_id
                    reference_type series source_timezone
                    """),
            names("lead", """
                    cc_email creator_name is_deleted organization_name owner_name person_name source_deal_id
                    source_id visible_to
                    """),
            names("product", """
                    active_flag billing_frequency billing_frequency_cycles files_count first_char is_deleted
                    is_linkable
                    """),
            names("pipeline", """
                    is_deal_probability_enabled is_deleted is_selected selected
                    """),
            names("stage", """
                    days_to_rotten is_deal_rot_enabled is_deleted pipeline_deal_probability pipeline_name
                    """),
            names("user", """
                    access activated has_created_company is_deleted is_you role_id timezone_offset
                    """),
            names("file", """
                    cid deal_name lead_name log_id mail_template_id org_name person_name product_name project_name
                    s3_bucket
                    """),
            names("filter", """
                    conditions filter_code is_editable last_used_time
                    """));

    /** Told of by Pipedrive without their fields, so they flow as they come. */
    private static final Set<String> GENERIC =
            Set.of("project", "task", "board", "phase", "deal_product", "deal_installment");

    private KnownNames() {}

    static Set<String> of(String object) {
        return BESIDE_CANONICAL.getOrDefault(object, Set.of());
    }

    /** Whether Pipedrive tells of such objects, though not of what they look like. */
    static boolean isGeneric(String object) {
        return GENERIC.contains(object);
    }

    private static Map.Entry<String, Set<String>> names(String object, String names) {
        return Map.entry(object, Set.of(names.strip().split("\\s+")));
    }
}

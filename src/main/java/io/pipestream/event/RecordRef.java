package io.pipestream.event;

/**
 * The Pipedrive record an event is about. Events with equal refs are published in order.
 *
 * @param companyId Pipedrive's id of the account, {@code meta.company_id}
 * @param object    record type in the singular as Pipedrive spells it, for example {@code deal}; the list is open
 * @param id        record id; text because a lead's id is a UUID
 */
public record RecordRef(String companyId, String object, String id) {

    public RecordRef {
        if (companyId.isBlank() || object.isBlank() || id.isBlank()) {
            throw new IllegalArgumentException("company, object and id must not be blank");
        }
    }

    /** The Kafka record key, for example {@code 8087566:deal:8}. */
    public String key() {
        return key(companyId, object, id);
    }

    /** The key of a record, where no {@code RecordRef} is at hand. */
    public static String key(String companyId, String object, String id) {
        return companyId + ':' + object + ':' + id;
    }

    /** The CloudEvents subject, for example {@code deal/8}. */
    public String subject() {
        return object + '/' + id;
    }
}

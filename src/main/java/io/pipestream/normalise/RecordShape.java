package io.pipestream.normalise;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** How records of one kind of object become canonical. */
sealed interface RecordShape permits DeclaredShape, OpenShape {

    /** Where every custom field is, if the object can have any. */
    String CUSTOM_FIELDS = "custom_fields";

    /**
     * The whole canonical record.
     *
     * @param extra takes what the canonical record has no place for, under Pipedrive's names
     */
    ObjectNode whole(ObjectNode raw, ObjectNode extra);

    /** Only the canonical fields that the raw record speaks of; a custom field reported as not set is a null. */
    ObjectNode reported(ObjectNode raw);

    /** The record of which nothing but the id is known. */
    ObjectNode unknown(String id);
}

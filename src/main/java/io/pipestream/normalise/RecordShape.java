package io.pipestream.normalise;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** How records of one kind of object become canonical. */
sealed interface RecordShape permits DeclaredShape, OpenShape {

    /** Where every custom field is, if the object can have any. */
    String CUSTOM_FIELDS = "custom_fields";

    /**
     * The whole canonical record.
     *
     * @param leftover takes what the canonical record has no place for, and what is not as it should be
     */
    ObjectNode whole(ObjectNode raw, Leftover leftover);

    /**
     * Only the canonical fields that the raw record speaks of; a custom field reported as not set is a null.
     *
     * @param leftover as of the whole record
     */
    ObjectNode reported(ObjectNode raw, Leftover leftover);

    /** The record of which nothing but the id is known. */
    ObjectNode unknown(String id);
}

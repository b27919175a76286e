package io.pipestream.sandbox;

import java.time.Instant;
import java.util.UUID;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened to a record, before it is written for a webhook. Records in it are kept forms and are not
 * changed afterwards.
 *
 * @param verb          what happened
 * @param entity        the kind of record
 * @param after         the record afterwards; a deleted one carries {@code is_deleted}
 * @param before        the record before; null for a new one
 * @param counterpart   the other record of a merge: the loser for the survivor's event, the survivor for the loser's
 * @param at            when, and for v1 {@code timestamp_micro}: no two changes have the same microsecond
 * @param eventId       webhook v2's {@code meta.id}, the same on every attempt and every subscription
 * @param correlationId shared by the two halves of a merge
 * @param userId        who did it
 * @param source        {@code app} or {@code api}
 */
record Change(
        Verb verb,
        Entity entity,
        JsonObject after,
        @Nullable JsonObject before,
        @Nullable JsonObject counterpart,
        Instant at,
        UUID eventId,
        UUID correlationId,
        long userId,
        String source) {

    /** What can happen, in the words of both webhook versions. */
    enum Verb {
        ADDED("added", "create"),
        UPDATED("updated", "change"),
        DELETED("deleted", "delete"),
        /** The survivor's half of a merge; the other half is a {@link #DELETED} with a counterpart. */
        MERGED("merged", "change");

        private final String v1;
        private final String v2;

        Verb(String v1, String v2) {
            this.v1 = v1;
            this.v2 = v2;
        }

        String in(boolean version2) {
            return version2 ? v2 : v1;
        }
    }

    long id() {
        return after.getLong("id");
    }

    /** The id as Pipedrive writes it. */
    Object publicId() {
        return entity.publicId(id());
    }

    /** For the list of attempts, for example {@code added.deal}. */
    String name() {
        return verb.in(false) + '.' + entity.word();
    }

    /** Deliveries of one record are never in flight together. */
    String recordKey() {
        return entity.word() + '/' + id();
    }
}

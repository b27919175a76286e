package io.pipestream.event;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * What a delivery or a polled row says happened, in our words, before we know whether it is news. The same change seen
 * by any path has the same {@code dedupeKey}, {@code object} and {@code payload}.
 *
 * @param dedupeKey  identity of the change; the event id is the name-based UUID of it
 * @param record     the record that changed
 * @param action     what happened to it
 * @param occurredAt when Pipedrive says it happened, UTC; null if it says nothing usable
 * @param source     which path it came by
 * @param host       the account's host, for example {@code acme.pipedrive.com}; null if the path does not tell
 * @param payload    the trigger's fields, all text or null; null where no trigger matches
 * @param object     the record after the change in its canonical shape; its last known state for a deletion
 * @param previous   the former values of the fields known to have changed; null where nothing is known
 * @param meta       who, when and how, in canonical names; the journal adds when we observed it
 * @param extra      what only this path carries, under Pipedrive's names; never part of the contract
 * @param drift      in what it differs from what Pipedrive is known to send; mostly empty
 */
public record Observation(
        String dedupeKey,
        RecordRef record,
        Action action,
        @Nullable Instant occurredAt,
        Source source,
        @Nullable String host,
        @Nullable ObjectNode payload,
        ObjectNode object,
        @Nullable ObjectNode previous,
        ObjectNode meta,
        @Nullable ObjectNode extra,
        List<Drift> drift) {

    /** The same observation, told with names. Names are context: what it is and whether it is news stay the same. */
    public Observation named(ObjectNode namedObject, @Nullable ObjectNode namedPrevious, ObjectNode namedMeta) {
        return new Observation(
                dedupeKey,
                record,
                action,
                occurredAt,
                source,
                host,
                payload,
                namedObject,
                namedPrevious,
                namedMeta,
                extra,
                drift);
    }

    /** Keeps customer data out of logs: the record is named, its fields are not shown. */
    @Override
    public String toString() {
        return "Observation[" + dedupeKey + " by " + source.word() + ']';
    }
}

package io.pipestream.retention;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.pipestream.journal.Partition.Parent;
import org.jspecify.annotations.Nullable;

/**
 * A file that has the rows of a partition, and how far it is read back.
 *
 * @param name         of the file, without {@code .ndjson.zst}
 * @param of           {@code events} or {@code deliveries}
 * @param from         of the partition; null if it began at no time
 * @param first        the lowest sequence number of events, the lowest id of deliveries; so is {@code last}
 * @param sha256       of the file
 * @param bytes        of the file
 * @param restoredRows how many rows of it are back; moves while it is being restored
 * @param problem      why the last restore failed
 */
record Archive(
        String name,
        Kind of,
        @Nullable Instant from,
        Instant until,
        long rows,
        String first,
        String last,
        String sha256,
        long bytes,
        Instant writtenAt,
        State state,
        long restoredRows,
        @Nullable String problem) {

    /** What its lines are. */
    enum Kind {
        @JsonProperty("events")
        EVENTS(Parent.EVENT),
        @JsonProperty("deliveries")
        DELIVERIES(Parent.DELIVERY);

        private final Parent parent;

        Kind(Parent parent) {
            this.parent = parent;
        }

        Parent parent() {
            return parent;
        }

        String word() {
            return this == EVENTS ? "events" : "deliveries";
        }

        static Kind of(Parent parent) {
            return parent == Parent.EVENT ? EVENTS : DELIVERIES;
        }
    }

    enum State {
        @JsonProperty("stored")
        STORED,
        @JsonProperty("restoring")
        RESTORING,
        @JsonProperty("restored")
        RESTORED,
        /** See {@code problem}; asking again goes on where it ended. */
        @JsonProperty("failed")
        FAILED
    }
}

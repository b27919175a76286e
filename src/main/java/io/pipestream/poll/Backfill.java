package io.pipestream.poll;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.pipestream.pipedrive.Listing;
import org.jspecify.annotations.Nullable;

/**
 * A range that somebody asked to have read.
 *
 * @param from       the first instant, by Pipedrive's clock
 * @param to         the first instant after the range
 * @param waitUntil  of a waiting one; null if it does not wait
 * @param detail     why it waits or failed, in words for people
 * @param finishedAt null while it is not finished
 * @param parts      the lists it reads, in their order
 */
public record Backfill(
        UUID id,
        UUID connectionId,
        List<String> objects,
        Instant from,
        Instant to,
        State state,
        @Nullable Instant waitUntil,
        @Nullable String detail,
        Instant createdAt,
        @Nullable Instant finishedAt,
        List<Part> parts) {

    /** How far it is. */
    public enum State {
        @JsonProperty("queued")
        QUEUED,
        @JsonProperty("running")
        RUNNING,
        /** For tokens, or for Pipedrive; goes on by itself. */
        @JsonProperty("waiting")
        WAITING,
        @JsonProperty("done")
        DONE,
        @JsonProperty("cancelled")
        CANCELLED,
        @JsonProperty("failed")
        FAILED
    }

    /**
     * One list, and how far it is.
     *
     * @param position where its next page begins; empty at its start
     */
    record Part(int ordinal, Listing listing, String position, boolean isDone, long pages, long rows, long events) {

        long tokens() {
            return pages * listing.cost();
        }
    }

    public Backfill {
        objects = List.copyOf(objects);
        parts = List.copyOf(parts);
    }

    Window window() {
        return new Window(from, to);
    }

    /** The part to go on with; nothing if all are done. */
    Optional<Part> next() {
        return parts.stream().filter(part -> !part.isDone()).findFirst();
    }

    /** The lists that show these objects, each once. */
    static List<Listing> listings(List<String> objects) {
        return objects.stream()
                .distinct()
                .flatMap(object -> Listing.of(object).stream())
                .toList();
    }
}

package io.pipestream.journal;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pipestream.event.Observation;
import jakarta.inject.Singleton;

/** What events were made of, for whoever wants to look at it or read it again. */
@Singleton
public class Deliveries {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final DeliveryRepository repository;
    private final RecordWriter records;

    Deliveries(DeliveryRepository repository, RecordWriter records) {
        this.repository = repository;
        this.records = records;
    }

    /**
     * What would be stored of an observation if it came now and were news.
     *
     * @param json what consumers would read
     */
    public record Draft(UUID id, String json) {}

    /** An event with its first delivery; empty if no event has this id. */
    public Optional<EventOrigin> origin(UUID event) {
        return repository.origin(event);
    }

    /** The deliveries that told of an event: the first, then the others, newest first. */
    public List<KeptDelivery> of(UUID event, int limit) {
        return repository.of(event, limit);
    }

    /** The body of a delivery as it came; empty if no delivery has this id. */
    public Optional<KeptBody> body(UUID delivery) {
        return repository.body(delivery);
    }

    /**
     * Stores nothing.
     *
     * @param origin the event that the observation was read from once more: it says when it was received
     */
    public Draft draft(Observation observation, EventOrigin origin) {
        var event = Entry.NewEvent.of(observation, observedAt(origin), records);
        return new Draft(event.id(), event.record());
    }

    /** As it was written: Postgres keeps the same time rounded, which may be the next millisecond. */
    private static Instant observedAt(EventOrigin origin) {
        try {
            return Instant.parse(
                    JSON.readTree(origin.json()).at("/meta/observed_at").asText());
        } catch (JsonProcessingException | DateTimeParseException e) {
            return origin.receivedAt();
        }
    }
}

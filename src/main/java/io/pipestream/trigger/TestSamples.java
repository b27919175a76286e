package io.pipestream.trigger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.pipestream.event.Delivery;
import io.pipestream.event.Observation;
import io.pipestream.event.RecordRef;
import io.pipestream.event.Source;
import io.pipestream.journal.Arrival;
import io.pipestream.journal.EventIds;
import io.pipestream.journal.Journal;
import io.pipestream.journal.JournalUnavailableException;
import io.pipestream.normalise.Catalogue;
import io.pipestream.platform.Problems;
import io.pipestream.schema.Schemas;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;
import org.jspecify.annotations.Nullable;

/**
 * Makes samples that go the way of events. They are of an account and of records that Pipedrive cannot have, whose ids are
 * numbers: nothing that is known of an account or of a record is touched by them.
 */
@Singleton
public final class TestSamples {

    /** The account of all samples. */
    static final String COMPANY = "test";

    /** What stands where deliveries have their registration: no webhook brought it. */
    private static final UUID NO_REGISTRATION = new UUID(0, 0);

    /** What the journal adds, and what only real deliveries have. */
    private static final List<String> NOT_OF_SAMPLES = List.of(
            "occurred_at",
            "observed_at",
            "source",
            "pipedrive_event_id",
            "correlation_id",
            "webhook_type",
            "merged_from_id",
            "merged_to_id");

    /**
     * What a sample is to have in place of what the catalogue shows.
     *
     * @param payload fields of a payload that is the trigger's own, each text or null
     * @param object  fields of the record that are text, numbers or true and false; or null
     */
    record Overrides(
            @Nullable Map<String, JsonNode> payload,
            @Nullable Map<String, JsonNode> object) {

        static final Overrides NONE = new Overrides(null, null);
    }

    /** A sample that is not sent yet, with the value of its Kafka record but for what the journal adds to {@code meta}. */
    record Sample(Observation observation, ObjectNode event) {

        RecordRef record() {
            return observation.record();
        }
    }

    private final Schemas schemas;
    private final Journal journal;
    private final Clock clock;
    private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();

    TestSamples(Schemas schemas, Journal journal, Clock clock) {
        this.schemas = schemas;
        this.journal = journal;
        this.clock = clock;
    }

    /** The value of a Kafka record as the catalogue shows it, with the payload that workflows get. */
    public JsonNode payload(Trigger trigger) {
        return trigger.payload(schemas.sample(trigger.type()));
    }

    /** Sends the sample of a trigger, marked as one, the way that events go. Gives its id. */
    public Uni<UUID> send(Trigger trigger) {
        return send(make(trigger, Overrides.NONE));
    }

    /** A sample of a trigger; a problem to throw if the overrides are not of its fields. */
    Sample make(Trigger trigger, Overrides overrides) {
        var id = ids.generate();
        var record = new RecordRef(COMPANY, trigger.object(), "test-" + id);
        var event = schemas.sample(trigger.type());
        var schema = schemas.document(trigger.type());
        var object = (ObjectNode) event.path("object");
        SampleFields.of(schema, "object").replace(object, overrides.object());
        object.put("id", record.id());
        var payload = Catalogue.payload(trigger.object(), trigger.action(), object);
        if (payload != null) {
            SampleFields.of(schema, "payload").replace(payload, overrides.payload());
        } else if (overrides.payload() != null && !overrides.payload().isEmpty()) {
            throw SampleFields.refused("This trigger has no payload of its own: give \"object\".");
        }
        event.set("payload", payload);
        var meta = (ObjectNode) event.path("meta");
        meta.remove(NOT_OF_SAMPLES);
        meta.put("company_id", COMPANY).put("test", true);
        var previous = event.path("previous") instanceof ObjectNode former ? former : null;
        var observation = new Observation(
                "test:" + id,
                record,
                trigger.action(),
                clock.instant(),
                Source.TEST,
                null,
                payload,
                object,
                previous,
                meta,
                null,
                List.of());
        return new Sample(observation, event);
    }

    /** Stores it; what follows is as with every event. Gives its id. */
    Uni<UUID> send(Sample sample) {
        var body = JsonNodeFactory.instance
                .objectNode()
                .set("object", sample.observation().object());
        var delivery = new Delivery(
                ids.generate(),
                NO_REGISTRATION,
                clock.instant(),
                Map.of(),
                body.toString().getBytes(UTF_8));
        return journal.append(new Arrival.Understood(delivery, sample.observation()))
                .map(stored -> EventIds.of(sample.observation().dedupeKey()))
                .onFailure(JournalUnavailableException.class)
                .transform(failure -> Problems.of(
                        Status.SERVICE_UNAVAILABLE,
                        "test-not-stored",
                        "Postgres did not store the sample in time. Try again; if it lasts, look at /q/health."));
    }
}

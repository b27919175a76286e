package io.pipestream.trigger;

import java.net.URI;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.event.EventType;
import io.pipestream.platform.Problems;
import io.pipestream.schema.Schemas;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The catalogue of triggers, and samples of them for whoever tries a workflow. */
@Path("/api/triggers")
@RolesAllowed("admin")
@Tag(name = "triggers")
class TriggerResource {

    /**
     * A trigger in the list.
     *
     * @param type          CloudEvents type of the events that start it
     * @param hasOwnPayload whether events carry a payload of its own; else the payload is the record
     * @param configuration what has to be given to use it: nothing, of all there are
     * @param payload       every field of the payload
     */
    record Summary(
            String slug,
            String title,
            String description,
            String object,
            String action,
            String type,
            String topic,
            boolean hasOwnPayload,
            List<String> configuration,
            List<Trigger.Field> payload) {}

    record Listing(List<Summary> data) {}

    /**
     * A trigger by itself.
     *
     * @param payloadSchema JSON Schema of the payload
     * @param samplePayload a payload as the schema describes it
     * @param sampleEvent   the value of a Kafka record with that payload, which filters speak of
     */
    record Detail(
            String slug,
            String title,
            String description,
            String object,
            String action,
            String type,
            String topic,
            boolean hasOwnPayload,
            List<String> configuration,
            List<Trigger.Field> payload,
            JsonNode payloadSchema,
            JsonNode samplePayload,
            JsonNode sampleEvent) {}

    private final Triggers triggers;
    private final Schemas schemas;
    private final TestSamples samples;
    private final String topicPrefix;

    TriggerResource(
            Triggers triggers,
            Schemas schemas,
            TestSamples samples,
            @ConfigProperty(name = "pipestream.publish.topic-prefix") String topicPrefix) {
        this.triggers = triggers;
        this.schemas = schemas;
        this.samples = samples;
        this.topicPrefix = topicPrefix;
    }

    @GET
    @Operation(
            summary =
                    "All triggers: the three with a payload of their own, then one for everything else that can happen")
    public Listing list() {
        return new Listing(triggers.all().stream().map(this::summary).toList());
    }

    @GET
    @Path("{slug}")
    @Operation(summary = "One trigger, with its payload's schema and samples")
    public Detail get(@PathParam("slug") String slug) {
        var trigger = find(triggers, slug);
        var summary = summary(trigger);
        var sample = schemas.sample(trigger.type());
        return new Detail(
                summary.slug,
                summary.title,
                summary.description,
                summary.object,
                summary.action,
                summary.type,
                summary.topic,
                summary.hasOwnPayload,
                summary.configuration,
                summary.payload,
                TriggerDescriptions.payloadSchema(
                        schemas.document(trigger.type()), trigger.hasOwnPayload() ? "payload" : "object"),
                trigger.payload(sample),
                sample);
    }

    /** What was sent; it is stored, and on its way to its topic and to every hook of the trigger. */
    record Sent(String eventId, String slug, String key, String topic, ObjectNode event) {}

    /**
     * Sends a sample the way that events go, marked as what it is. The record is one of its own, so the sample is never
     * taken for a change of a real one.
     */
    @POST
    @Path("{slug}/test")
    @Operation(summary = "Send a sample that is marked as a test through the journal to Kafka and to hooks")
    public Uni<Response> test(@PathParam("slug") String slug, TestSamples.@Nullable Overrides overrides) {
        var trigger = find(triggers, slug);
        var wanted = Optional.ofNullable(overrides).orElse(TestSamples.Overrides.NONE);
        var sample = samples.make(trigger, wanted);
        return samples.send(sample)
                .map(id -> Response.created(URI.create("/api/events/" + id))
                        .entity(new Sent(
                                id.toString(),
                                trigger.slug(),
                                sample.record().key(),
                                trigger.type().topic(topicPrefix),
                                sample.event()))
                        .build());
    }

    static Trigger find(Triggers triggers, String slug) {
        return triggers.bySlug(slug).orElseThrow(() -> Problems.notFound("trigger", slug));
    }

    private Summary summary(Trigger trigger) {
        EventType type = trigger.type();
        return new Summary(
                trigger.slug(),
                trigger.title(),
                trigger.description(),
                trigger.object(),
                trigger.action().word(),
                type.name(),
                type.topic(topicPrefix),
                trigger.hasOwnPayload(),
                List.of(),
                trigger.fields());
    }
}

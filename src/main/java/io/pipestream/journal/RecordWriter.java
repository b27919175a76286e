package io.pipestream.journal;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.pipestream.event.Observation;
import io.pipestream.event.Trigger;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Writes the JSON value that consumers read. It is written once, stored, and published byte for byte, replays too. */
@Singleton
class RecordWriter {

    private final ObjectWriter json = new ObjectMapper().writer().without(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

    String write(Observation observation, Instant occurredAt, Instant observedAt) {
        var out = new StringWriter(2048);
        try (var generator = json.createGenerator(out)) {
            generator.writeStartObject();
            generator.writeFieldName("trigger");
            var trigger = Trigger.of(observation.record().object(), observation.action());
            if (trigger.isPresent()) {
                generator.writeString(trigger.get().slug());
            } else {
                generator.writeNull();
            }
            writeTree(generator, "payload", observation.payload());
            writeTree(generator, "object", observation.object());
            writeTree(generator, "previous", observation.previous());
            generator.writeFieldName("meta");
            generator.writeStartObject();
            for (var field : observation.meta().properties()) {
                writeTree(generator, field.getKey(), field.getValue());
            }
            generator.writeStringField("occurred_at", text(occurredAt));
            generator.writeStringField("observed_at", text(observedAt));
            generator.writeStringField("source", observation.source().word());
            generator.writeEndObject();
            if (observation.extra() != null) {
                writeTree(generator, "extra", observation.extra());
            }
            generator.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a string buffer cannot fail", e);
        }
        return out.toString();
    }

    private void writeTree(JsonGenerator generator, String name, @Nullable JsonNode tree) throws IOException {
        generator.writeFieldName(name);
        if (tree == null) {
            generator.writeNull();
        } else {
            json.writeValue(generator, tree);
        }
    }

    private static String text(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}

package io.pipestream.normalise;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.event.Observation;
import io.pipestream.event.Trigger;

/** Reads deliveries for tests, and shows an observation as the JSON that the reviewed files hold. */
final class Deliveries {

    static final Path CONTRACT = Path.of("src/test/resources/contract");

    static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(SerializationFeature.INDENT_OUTPUT);

    private static final WebhookNormaliser NORMALISER = new WebhookNormaliser();

    private Deliveries() {}

    static Normalised normalise(String body) {
        return NORMALISER.normalise(body.getBytes(UTF_8), "42");
    }

    static Normalised normalise(byte[] body) {
        return NORMALISER.normalise(body, "42");
    }

    static Observation observe(JsonNode body) {
        var outcome = normalise(body.toString());
        assertThat(outcome).isInstanceOf(Normalised.Accepted.class);
        return ((Normalised.Accepted) outcome).observation();
    }

    static ObjectNode read(String file) {
        try {
            return (ObjectNode) JSON.readTree(Files.readAllBytes(CONTRACT.resolve(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> namesIn(String folder) {
        try (var files = Files.list(CONTRACT.resolve(folder))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ObjectNode json(String text) {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ObjectNode asJson(Observation observation) {
        var json = JSON.createObjectNode()
                .put("dedupe_key", observation.dedupeKey())
                .put("record_key", observation.record().key())
                .put("action", observation.action().word())
                .put("occurred_at", String.valueOf(observation.occurredAt()))
                .put("source", observation.source().word())
                .put("host", observation.host())
                .put(
                        "trigger",
                        Trigger.of(observation.record().object(), observation.action())
                                .map(Trigger::slug)
                                .orElse(null));
        json.set("payload", observation.payload());
        json.set("object", observation.object());
        json.set("previous", observation.previous());
        json.set("meta", observation.meta());
        json.set("extra", observation.extra());
        return json;
    }
}

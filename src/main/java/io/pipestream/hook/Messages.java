package io.pipestream.hook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.UUID;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.pipestream.journal.EventIds;
import io.pipestream.journal.PendingEvent;
import io.pipestream.trigger.Triggers;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Makes what is sent of an event: CloudEvents 1.0, HTTP protocol binding, binary content mode. */
@Singleton
class Messages {

    /** The ingest path of a marked sample that was sent along the whole way. */
    private static final String TEST = "test";

    private final Triggers triggers;
    private final ObjectMapper mapper = new ObjectMapper();
    private final ObjectReader reader =
            mapper.readerFor(JsonNode.class).with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    Messages(Triggers triggers) {
        this.triggers = triggers;
    }

    /** @param replayId null if it is sent because it happened */
    Message of(Endpoint endpoint, PendingEvent event, @Nullable UUID replayId) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("ce-specversion", "1.0");
        headers.put("ce-id", event.id().toString());
        headers.put("ce-source", source(event));
        headers.put("ce-type", event.type().name());
        headers.put("ce-subject", event.object() + '/' + event.recordId());
        headers.put("ce-time", event.occurredAt().toString());
        headers.put("ce-partitionkey", event.key());
        headers.put("ce-sequence", Long.toString(event.seq()));
        headers.put("ce-ingestpath", event.ingestPath());
        if (event.ingestPath().equals(TEST)) {
            headers.put("ce-test", "true");
        }
        if (replayId != null) {
            headers.put("ce-replayid", replayId.toString());
        }
        return new Message(id(endpoint.hookId(), event.id()), headers, body(endpoint, event.record()));
    }

    /** The {@code webhook-id} of an event at a hook. */
    static String id(UUID hookId, UUID eventId) {
        return "msg_" + EventIds.of("hook:" + hookId + ':' + eventId);
    }

    JsonNode parse(String record) {
        try {
            return reader.readTree(record);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what is in the journal is always JSON", e);
        }
    }

    private byte[] body(Endpoint endpoint, String record) {
        if (endpoint.content() == HookContent.EVENT) {
            return record.getBytes(UTF_8);
        }
        var event = parse(record);
        var payload = triggers.bySlug(endpoint.trigger())
                .map(trigger -> trigger.payload(event))
                .orElse(event.path("payload"));
        try {
            return mapper.writeValueAsBytes(payload);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("JSON can always be written", e);
        }
    }

    private static String source(PendingEvent event) {
        return event.host() == null ? "/pipedrive/" + event.companyId() : "https://" + event.host();
    }
}

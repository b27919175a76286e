package io.pipestream.trigger;

import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.journal.EventSelection;
import io.pipestream.journal.LiveTail;
import io.pipestream.journal.PendingEvent;
import io.pipestream.platform.Cursor;
import io.smallrye.mutiny.Multi;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import org.jspecify.annotations.Nullable;

/** A trigger's events as server-sent events, those that were missed first. */
@Singleton
final class TriggerStream {

    private final LiveTail tail;
    private final Sse sse;
    private final ObjectReader json =
            new ObjectMapper().readerFor(ObjectNode.class).with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    TriggerStream(LiveTail tail, Sse sse) {
        this.tail = tail;
        this.sse = sse;
    }

    /**
     * What a reader wants.
     *
     * @param filter        null if all
     * @param isPayloadOnly whether the payload alone is sent
     */
    record Wish(Trigger trigger, @Nullable Filter filter, boolean isPayloadOnly) {}

    /** Events after this place, or from now on if it is null; ends only when the reader leaves. */
    Multi<OutboundSseEvent> follow(Wish wish, @Nullable Long afterSeq) {
        var trigger = wish.trigger();
        var selection =
                new EventSelection(null, trigger.object(), trigger.action().word(), null, null, null, null, List.of());
        return tail.follow(selection, afterSeq, event -> message(wish, event));
    }

    private @Nullable OutboundSseEvent message(Wish wish, PendingEvent event) {
        var value = value(event);
        var filter = wish.filter();
        return switch (filter == null ? new Verdict.Match() : filter.judge(value)) {
            case Verdict.NoMatch no -> null;
            case Verdict.Failed(var reason) ->
                builder(event)
                        .comment("filter failed on " + event.id() + ": " + reason)
                        .build();
            case Verdict.Match yes ->
                builder(event)
                        .name(event.type().name())
                        .mediaType(MediaType.APPLICATION_JSON_TYPE)
                        .data(
                                JsonNode.class,
                                wish.isPayloadOnly() ? wish.trigger().payload(value) : whole(event, value))
                        .build();
        };
    }

    private OutboundSseEvent.Builder builder(PendingEvent event) {
        return sse.newEventBuilder().id(Cursor.of(event.seq()));
    }

    private static ObjectNode whole(PendingEvent event, ObjectNode value) {
        var whole = value.objectNode()
                .put("id", event.id().toString())
                .put("type", event.type().name())
                .put("subject", event.object() + '/' + event.recordId())
                .put("key", event.key())
                .put("occurred_at", event.occurredAt().toString());
        return whole.setAll(value);
    }

    private ObjectNode value(PendingEvent event) {
        try {
            return json.readValue(event.record());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the journal wrote this record as JSON", e);
        }
    }
}

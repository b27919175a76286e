package io.pipestream.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

import io.pipestream.event.EventHeader;
import io.pipestream.event.Source;
import io.pipestream.journal.PendingEvent;
import io.pipestream.schema.Schemas;
import jakarta.inject.Singleton;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** The headers of a record: CloudEvents 1.0, Kafka protocol binding, binary content mode. */
@Singleton
class CloudEvents {

    private static final List<EventHeader> OF_EVENTS = EventHeader.ofEvents();

    private static final List<EventHeader> OF_DEAD_LETTERS = EventHeader.ofDeadLetters();

    private static final List<EventHeader> OF_REPLAYS =
            Stream.concat(OF_EVENTS.stream(), EventHeader.ofReplays().stream()).toList();

    /** A tombstone has no value, so nothing says what its value is like. */
    private static final List<EventHeader> OF_TOMBSTONES = OF_REPLAYS.stream()
            .filter(header -> header != EventHeader.DATASCHEMA && header != EventHeader.CONTENT_TYPE)
            .toList();

    private final Schemas schemas;

    CloudEvents(Schemas schemas) {
        this.schemas = schemas;
    }

    List<Header> headers(PendingEvent event) {
        return write(OF_EVENTS, header -> value(header, event));
    }

    /** The event's headers and the replay that sends it again. */
    List<Header> replayed(PendingEvent event, UUID replayId) {
        return replayed(OF_REPLAYS, event, replayId);
    }

    /** Likewise where a deletion is told by a record without a value. */
    List<Header> tombstone(PendingEvent event, UUID replayId) {
        return replayed(OF_TOMBSTONES, event, replayId);
    }

    private List<Header> replayed(List<EventHeader> headers, PendingEvent event, UUID replayId) {
        var id = replayId.toString();
        return write(headers, header -> header == EventHeader.REPLAYID ? id : value(header, event));
    }

    /** The event's headers, except that they describe what stands in the event's place. */
    List<Header> deadLetter(PendingEvent event, String topic, String why) {
        var own = Map.of(
                EventHeader.DATASCHEMA, schemas.deadLetter(),
                EventHeader.DEAD_LETTER_REASON, why,
                EventHeader.DEAD_LETTER_TOPIC, topic);
        return write(OF_DEAD_LETTERS, header -> own.containsKey(header) ? own.get(header) : value(header, event));
    }

    /** Likewise of an event that a replay sent again. */
    List<Header> deadLetter(PendingEvent event, String topic, String why, UUID replayId) {
        var headers = new ArrayList<>(deadLetter(event, topic, why));
        headers.addAll(write(EventHeader.ofReplays(), header -> replayId.toString()));
        return headers;
    }

    /** Headers in this order, each with what the function says of it; without those of which it says nothing. */
    static List<Header> write(List<EventHeader> headers, Function<EventHeader, @Nullable String> values) {
        var written = new ArrayList<Header>(headers.size());
        for (var header : headers) {
            var value = values.apply(header);
            if (value != null) {
                written.add(new RecordHeader(header.wireName(), value.getBytes(UTF_8)));
            }
        }
        return List.copyOf(written);
    }

    private @Nullable String value(EventHeader header, PendingEvent event) {
        return switch (header) {
            case SPECVERSION -> "1.0";
            case ID -> event.id().toString();
            case SOURCE -> source(event);
            case TYPE -> event.type().name();
            case SUBJECT -> event.object() + '/' + event.recordId();
            case TIME -> event.occurredAt().toString();
            case DATASCHEMA -> schemas.of(event.type());
            case PARTITIONKEY -> event.key();
            case SEQUENCE -> Long.toString(event.seq());
            case INGESTPATH -> event.ingestPath();
            case CONTENT_TYPE -> "application/json";
            case TRACEPARENT -> event.trace();
            case TEST -> event.ingestPath().equals(Source.TEST.ingestPath()) ? "true" : null;
            case REPLAYID, DEAD_LETTER_REASON, DEAD_LETTER_TOPIC -> null; // of what is sent again, or instead
        };
    }

    private static String source(PendingEvent event) {
        return event.host() == null ? "/pipedrive/" + event.companyId() : "https://" + event.host();
    }
}

package io.pipestream.publish;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.pipestream.coverage.Coverage.Mark;
import io.pipestream.event.EventHeader;
import io.pipestream.schema.Schemas;
import io.pipestream.schema.TopicNames;
import jakarta.inject.Singleton;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** The records of the control topic: CloudEvents like the others, one key for each company. */
@Singleton
class ControlRecords {

    private static final List<EventHeader> HEADERS = EventHeader.ofControl();

    private final String topic;
    private final Schemas schemas;

    ControlRecords(PublishConfig config, Schemas schemas) {
        this.topic = TopicNames.control(config.topicPrefix());
        this.schemas = schemas;
    }

    String topic() {
        return topic;
    }

    ProducerRecord<String, String> advanced(Mark mark, Instant now) {
        var value = JsonNodeFactory.instance
                .objectNode()
                .put("company_id", mark.companyId())
                .put("complete_through", mark.through().toString())
                .put("published_at", now.toString());
        var headers = CloudEvents.write(HEADERS, header -> value(header, mark, now));
        return new ProducerRecord<>(topic, null, mark.companyId(), value.toString(), headers);
    }

    private @Nullable String value(EventHeader header, Mark mark, Instant now) {
        return switch (header) {
            case SPECVERSION -> "1.0";
            case ID -> UUID.randomUUID().toString();
            case SOURCE -> "/pipedrive/" + mark.companyId();
            case TYPE -> Schemas.COVERAGE_ADVANCED;
            case SUBJECT, PARTITIONKEY -> mark.companyId();
            case TIME -> now.toString();
            case DATASCHEMA -> schemas.coverageAdvanced();
            case CONTENT_TYPE -> "application/json";
            // None of these is of this topic.
            case SEQUENCE, INGESTPATH, TRACEPARENT, TEST, REPLAYID, DEAD_LETTER_REASON, DEAD_LETTER_TOPIC -> null;
        };
    }
}

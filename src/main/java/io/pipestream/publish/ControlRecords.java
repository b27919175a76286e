package io.pipestream.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.pipestream.coverage.Coverage.Mark;
import jakarta.inject.Singleton;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The records of the control topic: CloudEvents like the others, one key for each company. */
@Singleton
class ControlRecords {

    private final String topic;
    private final String schema;

    ControlRecords(PublishConfig config, @ConfigProperty(name = "pipestream.public-url") String publicUrl) {
        this.topic = config.topicPrefix() + ".control";
        this.schema = publicUrl.replaceAll("/+$", "") + "/schemas/coverage-v1.json";
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
        var headers = Map.of(
                "ce_specversion",
                "1.0",
                "ce_id",
                UUID.randomUUID().toString(),
                "ce_source",
                "/pipedrive/" + mark.companyId(),
                "ce_type",
                "com.pipestream.coverage.advanced",
                "ce_subject",
                mark.companyId(),
                "ce_time",
                now.toString(),
                "ce_dataschema",
                schema,
                "ce_partitionkey",
                mark.companyId(),
                "content-type",
                "application/json");
        return new ProducerRecord<>(topic, null, mark.companyId(), value.toString(), headers(headers));
    }

    private static List<Header> headers(Map<String, String> headers) {
        return headers.entrySet().stream()
                .<Header>map(header ->
                        new RecordHeader(header.getKey(), header.getValue().getBytes(UTF_8)))
                .toList();
    }
}

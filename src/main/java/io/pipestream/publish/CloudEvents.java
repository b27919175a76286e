package io.pipestream.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

import io.pipestream.journal.PendingEvent;
import jakarta.inject.Singleton;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** The headers of a record: CloudEvents 1.0, Kafka protocol binding, binary content mode. */
@Singleton
class CloudEvents {

    private final String schema;

    CloudEvents(@ConfigProperty(name = "pipestream.public-url") String publicUrl) {
        this.schema = publicUrl.replaceAll("/+$", "") + "/schemas/event-v1.json";
    }

    List<RecordHeader> headers(PendingEvent event) {
        var headers = new ArrayList<RecordHeader>(14);
        add(headers, "ce_specversion", "1.0");
        add(headers, "ce_id", event.id().toString());
        add(headers, "ce_source", source(event));
        add(headers, "ce_type", "com.pipedrive." + event.object() + '.' + event.action());
        add(headers, "ce_subject", event.object() + '/' + event.recordId());
        add(headers, "ce_time", event.occurredAt().toString());
        add(headers, "ce_dataschema", schema);
        add(headers, "ce_partitionkey", event.key());
        add(headers, "ce_sequence", Long.toString(event.seq()));
        add(headers, "ce_ingestpath", event.ingestPath());
        add(headers, "content-type", "application/json");
        return headers;
    }

    private static String source(PendingEvent event) {
        return event.host() == null ? "/pipedrive/" + event.companyId() : "https://" + event.host();
    }

    static void add(List<RecordHeader> headers, String name, @Nullable String value) {
        headers.add(new RecordHeader(name, value == null ? null : value.getBytes(UTF_8)));
    }
}

package io.pipestream.publish;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

import io.pipestream.journal.PendingEvent;
import io.pipestream.trace.OpenSpan;
import io.pipestream.trace.Tracing;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * The spans of one try to hand events to Kafka, one for each record: from before it is sent until the transaction is
 * committed and readers see it, or is not. The names are those of OpenTelemetry's conventions for messaging.
 */
final class Sending {

    private final List<PendingEvent> events;
    private final List<OpenSpan> spans;

    private Sending(List<PendingEvent> events, List<OpenSpan> spans) {
        this.events = events;
        this.spans = spans;
    }

    /** @param topics where each of the events goes */
    static Sending begin(Tracing tracing, List<PendingEvent> events, List<String> topics) {
        if (!tracing.isOn()) {
            return new Sending(events, List.of());
        }
        var children = new ArrayList<PendingEvent>(events.size());
        var spans = new ArrayList<OpenSpan>(events.size());
        for (int i = 0; i < events.size(); i++) {
            var event = events.get(i);
            var topic = topics.get(i);
            var span = tracing.beginSend("send " + topic, event.trace())
                    .with("messaging.system", "kafka")
                    .with("messaging.operation.name", "send")
                    .with("messaging.operation.type", "send")
                    .with("messaging.destination.name", topic)
                    .with("messaging.message.id", event.id().toString())
                    .with("messaging.kafka.message.key", event.key())
                    .with("messaging.batch.message_count", events.size());
            spans.add(span);
            children.add(event.in(span.traceparent()));
        }
        return new Sending(children, spans);
    }

    /** The events, each as a child of its span. Without traces they are as they were: what an event has is handed on. */
    List<PendingEvent> events() {
        return events;
    }

    void committed(List<RecordMetadata> places) {
        for (int i = 0; i < spans.size(); i++) {
            spans.get(i)
                    .with(
                            "messaging.destination.partition.id",
                            Integer.toString(places.get(i).partition()))
                    .with("messaging.kafka.offset", places.get(i).offset())
                    .end();
        }
    }

    void failed(Throwable why) {
        var cause = why instanceof ExecutionException && why.getCause() != null ? why.getCause() : why;
        spans.forEach(span -> span.fail(cause.getClass().getName()));
    }
}

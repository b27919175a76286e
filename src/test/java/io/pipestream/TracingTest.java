package io.pipestream;

import static io.pipestream.support.Topic.header;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.pipestream.support.Door;
import io.pipestream.support.Http;
import io.pipestream.support.Payloads;
import io.pipestream.support.Spans;
import io.pipestream.support.Topic;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One trace leads from the webhook through the journal and Kafka to whoever reads the event. */
@QuarkusTest
class TracingTest {

    private static final String TOPIC = "pipedrive.deal.added";

    @Inject
    Spans spans;

    @Inject
    Tracer tracer;

    @Test
    void aSendersTraceGoesThroughDoorJournalAndKafkaToTheConsumer() {
        // Given
        var mark = Topic.mark(TOPIC);
        var traceId = "0af7651916cd43dd8448eb2118000001";

        // When
        var answer = deliver(8_800_001, Map.of("traceparent", "00-" + traceId + "-b7ad6b7169203331-01"));
        var record = await(mark, 8_800_001);
        consume(record);

        // Then
        assertThat(answer.status()).isEqualTo(204);
        var trace = awaitSpans(traceId, 4);
        var door = named(trace, "POST /webhooks/{path}");
        var append = named(trace, "journal append");
        var send = named(trace, "send " + TOPIC);
        var consume = named(trace, "process " + TOPIC);
        assertThat(door.getKind()).isEqualTo(SpanKind.SERVER);
        assertThat(door.getParentSpanId()).isEqualTo("b7ad6b7169203331");
        assertThat(append.getParentSpanId()).isEqualTo(door.getSpanId());
        assertThat(send.getParentSpanId()).isEqualTo(door.getSpanId());
        assertThat(consume.getParentSpanId()).isEqualTo(send.getSpanId());
        assertThat(header(record, "traceparent")).isEqualTo("00-" + traceId + '-' + send.getSpanId() + "-01");
    }

    @Test
    void theSpansSayWhatBecameOfADelivery() {
        // Given
        var mark = Topic.mark(TOPIC);

        // When
        deliver(8_800_002, Map.of());
        var record = await(mark, 8_800_002);
        deliver(8_800_002, Map.of("traceparent", "00-0af7651916cd43dd8448eb2118000002-b7ad6b7169203331-01"));

        // Then
        var trace = awaitSpans(traceId(record), 3);
        var append = named(trace, "journal append");
        assertThat(text(append, "pipestream.outcome")).isEqualTo("stored");
        assertThat(text(append, "pipestream.event.id")).isEqualTo(header(record, "ce_id"));
        assertThat(append.getStartEpochNanos())
                .as("it began in the queue, after the request did")
                .isBetween(named(trace, "POST /webhooks/{path}").getStartEpochNanos(), append.getEndEpochNanos());
        var send = named(trace, "send " + TOPIC);
        assertThat(send.getKind()).isEqualTo(SpanKind.PRODUCER);
        assertThat(text(send, "messaging.system")).isEqualTo("kafka");
        assertThat(text(send, "messaging.destination.name")).isEqualTo(TOPIC);
        assertThat(text(send, "messaging.destination.partition.id")).isEqualTo(Integer.toString(record.partition()));
        assertThat(send.getAttributes().get(AttributeKey.longKey("messaging.kafka.offset")))
                .isEqualTo(record.offset());
        var again = awaitSpans("0af7651916cd43dd8448eb2118000002", 2);
        assertThat(text(named(again, "journal append"), "pipestream.outcome")).isEqualTo("duplicate");
    }

    @Test
    void aSenderThatDoesNotWantItsTraceKeptIsHeeded() {
        // Given
        var mark = Topic.mark(TOPIC);
        var traceId = "0af7651916cd43dd8448eb2118000003";

        // When
        deliver(8_800_003, Map.of("traceparent", "00-" + traceId + "-b7ad6b7169203331-00"));

        // Then
        assertThat(header(await(mark, 8_800_003), "traceparent"))
                .startsWith("00-" + traceId)
                .endsWith("-00");
        assertThat(spans.of(traceId)).isEmpty();
    }

    @Test
    void aTraceparentThatIsNoneIsPassedOver() {
        // Given
        var mark = Topic.mark(TOPIC);

        // When
        deliver(8_800_004, Map.of("traceparent", "00-<script>-b7ad6b7169203331-01"));

        // Then
        assertThat(header(await(mark, 8_800_004), "traceparent")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
    }

    private static Http.Answer deliver(long id, Map<String, String> headers) {
        var door = Door.ofNewDeals();
        var all = new HashMap<>(headers);
        all.put("Authorization", door.basic());
        return Http.call(
                "POST", door.url(), all, Payloads.addedV2("deal", id, 1, "901").getBytes(UTF_8));
    }

    private static ConsumerRecord<String, String> await(Topic.Mark mark, long id) {
        return mark.await(1, record -> record.key().equals(Payloads.COMPANY + ":deal:" + id))
                .getFirst();
    }

    /** As a consumer of another team does: its span is a child of the one that the record names. */
    private void consume(ConsumerRecord<String, String> record) {
        var context = W3CTraceContextPropagator.getInstance().extract(Context.root(), record, new RecordHeaders());
        tracer.spanBuilder("process " + record.topic())
                .setParent(context)
                .setSpanKind(SpanKind.CONSUMER)
                .startSpan()
                .end();
    }

    private List<SpanData> awaitSpans(String traceId, int count) {
        return Awaitility.await(count + " spans of the trace " + traceId)
                .atMost(Duration.ofSeconds(20))
                .until(() -> spans.of(traceId), found -> found.size() >= count);
    }

    private static SpanData named(List<SpanData> trace, String name) {
        assertThat(trace).extracting(SpanData::getName).containsOnlyOnce(name);
        return trace.stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String text(SpanData span, String key) {
        return String.valueOf(span.getAttributes().get(AttributeKey.stringKey(key)));
    }

    private static String traceId(ConsumerRecord<String, String> record) {
        return header(record, "traceparent").substring(3, 35);
    }

    private static final class RecordHeaders implements TextMapGetter<ConsumerRecord<String, String>> {

        @Override
        public Iterable<String> keys(ConsumerRecord<String, String> record) {
            return List.of("traceparent");
        }

        @Override
        public @Nullable String get(@Nullable ConsumerRecord<String, String> record, String key) {
            var header = record == null ? null : record.headers().lastHeader(key);
            return header == null ? null : new String(header.value(), UTF_8);
        }
    }
}

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/**
 * What new deals are worth, by currency, in the topic deal-totals: each event counts once, whatever is sent again, and samples
 * do not. What was counted is in a store of Kafka Streams, which is as durable as its topic. Make the topic deal-totals first. Needs
 * kafka-streams and Jackson. See docs/triggers.md#examples.
 */
public final class Totals {

    private static final String SEEN = "seen";

    public static void main(String[] arguments) throws InterruptedException {
        var settings = new Properties();
        settings.put("bootstrap.servers", System.getenv().getOrDefault("KAFKA_BOOTSTRAP_SERVERS", "localhost:9092"));
        settings.put("application.id", System.getenv().getOrDefault("GROUP", "deal-totals"));
        settings.put("processing.guarantee", "exactly_once_v2"); // an event, what was seen and its total: all or none
        settings.put("auto.offset.reset", "earliest");

        var builder = new StreamsBuilder();
        builder.addStateStore(
                Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(SEEN), Serdes.String(), Serdes.Long()));
        builder.stream("pipedrive.deal.added", Consumed.with(Serdes.String(), Serdes.String()))
                .process(Once::new, SEEN)
                .groupByKey(Grouped.with(Serdes.String(), Serdes.String()))
                .reduce(
                        (total, value) ->
                                new BigDecimal(total).add(new BigDecimal(value)).toPlainString(),
                        Materialized.as(Stores.inMemoryKeyValueStore("totals")))
                .toStream()
                .to("deal-totals", Produced.with(Serdes.String(), Serdes.String()));

        var streams = new KafkaStreams(builder.build(), settings);
        var ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            streams.close();
            ended.countDown();
        }));
        streams.setUncaughtExceptionHandler(failure -> {
            failure.printStackTrace();
            ended.countDown(); // or it would be there and do nothing
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        streams.start();
        ended.await();
    }

    /** Hands on the currency and the value of each deal the first time its event comes. */
    private static final class Once extends ContextualProcessor<String, String, String, String> {

        private final ObjectMapper json = new ObjectMapper();
        private KeyValueStore<String, Long> seen;

        @Override
        public void init(ProcessorContext<String, String> context) {
            super.init(context);
            seen = context.getStateStore(SEEN); // a record's events are all in one partition, so are those it is asked for
        }

        @Override
        public void process(Record<String, String> record) {
            var id = new String(record.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8);
            if (record.headers().lastHeader("ce_test") != null || seen.putIfAbsent(id, record.timestamp()) != null) {
                return;
            }
            var deal = payload(record.value());
            if (deal.hasNonNull("currency") && deal.hasNonNull("value")) {
                context().forward(record.withKey(deal.get("currency").asText()).withValue(deal.get("value").asText()));
            }
        }

        private JsonNode payload(String event) {
            try {
                return json.readTree(event).path("payload");
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("every event is JSON", e);
            }
        }
    }
}

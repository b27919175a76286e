import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * A consumer that does its work once for each event, whatever is sent again: the event's id goes into a table of its own, the
 * inbox, in the transaction of the work. Here the work is a row in {@code welcome}; put yours in its place. Needs kafka-clients and
 * the Postgres driver. See docs/triggers.md#examples.
 */
public final class Inbox {

    public static void main(String[] arguments) throws SQLException {
        var settings = new Properties();
        settings.put("bootstrap.servers", System.getenv().getOrDefault("KAFKA_BOOTSTRAP_SERVERS", "localhost:9092"));
        settings.put("group.id", System.getenv().getOrDefault("GROUP", "welcome"));
        settings.put("isolation.level", "read_committed"); // what was aborted is not read
        settings.put("enable.auto.commit", "false"); // an offset is committed when its work is
        settings.put("auto.offset.reset", "earliest");
        var once = arguments.length == 1 && arguments[0].equals("--once"); // end when all there is has been read
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
                var database = DriverManager.getConnection(
                        System.getenv("DATABASE_URL"),
                        System.getenv("DATABASE_USER"),
                        System.getenv("DATABASE_PASSWORD"))) {
            database.setAutoCommit(false);
            consumer.subscribe(List.of("pipedrive.deal.added"));
            for (int read = 0, found = 1; !once || read == 0 || found > 0; read += found) {
                var records = consumer.poll(Duration.ofSeconds(2));
                found = records.count();
                for (var record : records) {
                    take(database, record);
                }
                consumer.commitSync(); // a crash before this line brings records again, and the inbox knows them
            }
        }
    }

    /** One record, one transaction. */
    private static void take(Connection database, ConsumerRecord<String, String> record) throws SQLException {
        Map<String, String> headers = StreamSupport.stream(record.headers().spliterator(), false)
                .collect(Collectors.toMap(
                        header -> header.key(), header -> new String(header.value(), StandardCharsets.UTF_8)));
        if (headers.containsKey("ce_test")) {
            return; // a sample: nothing happened
        }
        try (var inbox = database.prepareStatement("INSERT INTO inbox (event_id) VALUES (?) ON CONFLICT DO NOTHING");
                var work = database.prepareStatement("INSERT INTO welcome (deal, event) VALUES (?, ?::jsonb)")) {
            inbox.setObject(1, UUID.fromString(headers.get("ce_id")));
            if (inbox.executeUpdate() == 1) {
                work.setString(1, record.key());
                work.setString(2, record.value());
                work.executeUpdate();
            }
            database.commit();
        }
    }
}

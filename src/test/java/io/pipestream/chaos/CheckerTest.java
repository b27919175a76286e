package io.pipestream.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import io.pipestream.chaos.Ledger.Chain;
import io.pipestream.embedded.Durability;
import io.pipestream.embedded.EmbeddedKafka;
import io.pipestream.embedded.EmbeddedPostgres;
import io.pipestream.embedded.RunFile;
import io.pipestream.embedded.ServerLogs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A checker that finds nothing proves nothing unless it finds what is planted. */
@Timeout(120)
class CheckerTest {

    private static final String ADDED = "pipedrive.deal.added";
    private static final String UPDATED = "pipedrive.deal.updated";

    /** Two deals with five changes each. */
    private static final Map<String, Chain> CHAINS =
            Map.of(Changes.key(1), new Chain(5, 5), Changes.key(2), new Chain(5, 5));

    @TempDir
    private static Path folder = Path.of("");

    private static EmbeddedPostgres postgres;
    private static EmbeddedKafka kafka;
    private static Connection connection;
    private static Producer<String, String> producer;
    private final Map<Integer, Long> sequences = new HashMap<>();

    @BeforeAll
    static void startServers() throws Exception {
        ServerLogs.quiet();
        postgres = EmbeddedPostgres.start(folder, 0, Durability.FAST);
        kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0);
        Flyway.configure()
                .dataSource(postgres.jdbcUrl(), postgres.user(), postgres.password())
                .placeholders(Map.of("shards", "4"))
                .load()
                .migrate();
        connection = DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", "planter"),
                new StringSerializer(),
                new StringSerializer());
        producer.initTransactions();
    }

    @AfterAll
    static void stopServers() throws Exception {
        producer.close();
        connection.close();
        kafka.close();
        postgres.close();
    }

    @BeforeEach
    void everyChangeIsInTheJournal() throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
                var statement = connection.createStatement()) {
            statement.execute("TRUNCATE event, quarantine");
            var left = admin.listTopics().names().get();
            left.removeIf(name -> !name.startsWith("pipedrive."));
            admin.deleteTopics(left).all().get();
            for (var name : List.of(ADDED, UPDATED)) {
                admin.createTopics(List.of(new NewTopic(name, Optional.of(2), Optional.empty())))
                        .all()
                        .get();
            }
        }
        for (int change = 1; change <= 5; change++) {
            store(1, change);
            store(2, change);
        }
    }

    @Test
    void nothingIsReportedWhereEverythingIsThereOnceAndInOrder() throws Exception {
        // Given
        publish(1, 1, 2, 3, 4, 5);
        publish(2, 1, 2, 3, 4, 5);

        // When
        var found = check(CHAINS);

        // Then
        assertThat(found.examples()).isEmpty();
        assertThat(found.isClean()).isTrue();
        assertThat(found)
                .returns(10L, Findings::sent)
                .returns(10L, Findings::answered)
                .returns(10L, Findings::inJournal)
                .returns(10L, Findings::inTopics)
                .returns(0L, Findings::uncommittedExtra);
    }

    @Test
    void aLossIsFound() throws Exception {
        // Given
        publish(1, 1, 2, 3, 4, 5);
        publish(2, 1, 2, 3, 5);
        erase(1, 5);

        // When
        var found = check(CHAINS);

        // Then
        assertThat(found.isClean()).isFalse();
        assertThat(found)
                .returns(1L, Findings::lostFromTopics)
                .returns(1L, Findings::lostFromJournal)
                .returns(1L, Findings::onlyInJournal)
                .returns(1L, Findings::onlyInTopics)
                .returns(0L, Findings::duplicates)
                .returns(0L, Findings::outOfOrder);
        assertThat(found.examples()).anyMatch(line -> line.contains("lost") && line.contains(Changes.key(2)));
    }

    @Test
    void aRecordThatIsThereTwiceIsFound() throws Exception {
        // Given
        publish(1, 1, 2, 3, 4, 5, 3);
        publish(2, 1, 2, 3, 4, 5);

        // When
        var found = check(CHAINS);

        // Then
        assertThat(found.isClean()).isFalse();
        assertThat(found)
                .returns(1L, Findings::duplicates)
                .returns(0L, Findings::outOfOrder)
                .returns(1L, Findings::uncommittedExtra)
                .returns(0L, Findings::lostFromTopics);
    }

    @Test
    void twoChangesThatChangedPlacesAreFound() throws Exception {
        // Given
        publish(1, 1, 2, 4, 3, 5);
        publish(2, 1, 2, 3, 4, 5);

        // When
        var found = check(CHAINS);

        // Then
        assertThat(found.isClean()).isFalse();
        assertThat(found)
                .returns(1L, Findings::outOfOrder)
                .returns(0L, Findings::duplicates)
                .returns(0L, Findings::lostFromTopics);
    }

    @Test
    void sequenceNumbersThatContradictTheOrderAreFound() throws Exception {
        // Given
        sequences.put(1, 100L); // the creation is in a topic of its own, so only its number tells
        publish(1, 1, 2, 3, 4, 5);
        publish(2, 2, 3, 4, 5);
        sequences.clear();
        publish(2, 1);

        // When
        var found = check(CHAINS);

        // Then
        assertThat(found.outOfOrder()).isEqualTo(4);
    }

    @Test
    void whatWasNeverSentIsFound() throws Exception {
        // Given
        publish(1, 1, 2, 3, 4, 5);
        publish(2, 1, 2, 3, 4, 5);
        store(3, 1);
        publish(3, 1);

        // When
        var found = check(CHAINS);

        // Then
        assertThat(found.isClean()).isFalse();
        assertThat(found).returns(2L, Findings::unexpected).returns(0L, Findings::lostFromTopics);
    }

    @Test
    void aValueThatIsNotTheEventsIsFound() throws Exception {
        // Given
        publish(1, 1, 2, 3, 4, 5);
        publish(2, 1, 2, 3, 4);
        producer.beginTransaction();
        var record = record(2, 5);
        producer.send(new ProducerRecord<>(
                        record.topic(), null, record.key(), record.value().replace('}', ' ') + "}}", record.headers()))
                .get();
        producer.commitTransaction();

        // When
        var found = check(CHAINS);

        // Then
        assertThat(found.isClean()).isFalse();
        assertThat(found.different()).isEqualTo(1);
    }

    @Test
    void whatWasAbortedIsNoLossAndNoDouble() throws Exception {
        // Given
        producer.beginTransaction();
        producer.send(record(1, 1)).get();
        producer.send(record(1, 2)).get();
        producer.abortTransaction();
        publish(1, 1, 2, 3, 4, 5);
        publish(2, 1, 2, 3, 4, 5);

        // When
        var found = check(CHAINS);

        // Then
        assertThat(found.examples()).isEmpty();
        assertThat(found.isClean()).isTrue();
        assertThat(found.uncommittedExtra()).isEqualTo(2);
    }

    @Test
    void whatWasSentAndNotAnsweredMayBeThereOrNot() throws Exception {
        // Given
        publish(1, 1, 2, 3, 4, 5);
        publish(2, 1, 2, 3, 4);
        erase(2, 5);

        // When
        var found = check(Map.of(Changes.key(1), new Chain(5, 4), Changes.key(2), new Chain(5, 4)));

        // Then
        assertThat(found.examples()).isEmpty();
        assertThat(found.isClean()).isTrue();
    }

    private static Findings check(Map<String, Chain> chains) throws SQLException {
        var database = new RunFile.Postgres(postgres.jdbcUrl(), postgres.user(), postgres.password());
        return new Checker(database, kafka.bootstrapServers()).check(chains);
    }

    private static void store(long deal, int change) throws SQLException {
        try (var insert = connection.prepareStatement("""
                INSERT INTO event (id, delivery_id, company_id, object, record_id, action, occurred_at, received_at, source, record)
                VALUES (?, ?, ?, 'deal', ?, ?, now(), now(), 'webhook-v2', ?)
                """)) {
            insert.setObject(1, id(deal, change));
            insert.setObject(2, UUID.randomUUID());
            insert.setString(3, Changes.COMPANY);
            insert.setString(4, Long.toString(deal));
            insert.setString(5, change == 1 ? "added" : "updated");
            insert.setString(6, event(change));
            insert.executeUpdate();
        }
    }

    private static void erase(long deal, int change) throws SQLException {
        try (var delete = connection.prepareStatement("DELETE FROM event WHERE id = ?")) {
            delete.setObject(1, id(deal, change));
            assertThat(delete.executeUpdate()).isEqualTo(1);
        }
    }

    private void publish(long deal, int... changes) throws Exception {
        producer.beginTransaction();
        for (var change : changes) {
            producer.send(record(deal, change)).get();
        }
        producer.commitTransaction();
    }

    private ProducerRecord<String, String> record(long deal, int change) {
        var record = new ProducerRecord<>(change == 1 ? ADDED : UPDATED, null, Changes.key(deal), event(change));
        record.headers().add("ce_id", id(deal, change).toString().getBytes(UTF_8));
        var sequence = sequences.getOrDefault(change, (long) change);
        record.headers().add("ce_sequence", Long.toString(sequence).getBytes(UTF_8));
        return record;
    }

    private static String event(int change) {
        return "{\"object\": {\"title\": \"change " + change + "\"}}";
    }

    private static UUID id(long deal, int change) {
        return UUID.nameUUIDFromBytes((deal + ":" + change).getBytes(UTF_8));
    }
}

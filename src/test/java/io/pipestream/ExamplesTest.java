package io.pipestream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.pipestream.support.Api;
import io.pipestream.support.Door;
import io.pipestream.support.Http;
import io.pipestream.support.Kafka;
import io.pipestream.support.Payloads;
import io.pipestream.support.Tool;
import io.pipestream.support.Topic;
import io.quarkus.test.junit.QuarkusTest;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What stands in docs/examples does what it says, each run as whoever copies it would run it. */
@QuarkusTest
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ExamplesTest {

    private static final Path EXAMPLES = Path.of("docs/examples").toAbsolutePath();

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void theInboxDoesTheWorkOfAnEventOnceAndNoneOfASample() throws Exception {
        // Given
        try (var database = DriverManager.getConnection(setting("jdbc.url"), setting("username"), setting("password"));
                var statement = database.createStatement()) {
            statement.execute("CREATE SCHEMA example_inbox");
            statement.execute("SET search_path TO example_inbox");
            statement.execute(Files.readString(EXAMPLES.resolve("inbox.sql")));
            var sample = Api.post("/api/triggers/PIPEDRIVE_NEW_DEAL_TRIGGER/test", "")
                    .json()
                    .path("key")
                    .asText();
            var door = Door.ofNewDeals();
            var before = Topic.mark("pipedrive.deal.added");
            door.deliver(Payloads.addedV2("deal", 946_001, 1, "901"));
            var event = before.await(1, record -> record.key().endsWith(":deal:946001"))
                    .getFirst();

            // When
            sendAgain(event);
            var end = "5150:deal:946002";
            door.deliver(Payloads.addedV2("deal", 946_002, 1, "901"));
            before.await(1, record -> end.equals(record.key()));
            for (int run = 0; run < 2; run++) {
                var ended = Tool.run(
                        java("Inbox.java", "--once"),
                        Map.of(
                                "KAFKA_BOOTSTRAP_SERVERS", Kafka.bootstrapServers(),
                                "GROUP", "example-" + run,
                                "DATABASE_URL", withSchema(setting("jdbc.url")),
                                "DATABASE_USER", setting("username"),
                                "DATABASE_PASSWORD", setting("password")));
                assertThat(ended.exitCode()).as(ended.output()).isZero();
            }

            // Then
            assertThat(count(statement, "deal = '" + event.key() + "'")).isEqualTo(1);
            assertThat(count(statement, "deal = '" + end + "'")).isEqualTo(1);
            assertThat(count(statement, "deal = '" + sample + "'")).isZero();
            statement.execute("DROP SCHEMA example_inbox CASCADE");
        }
    }

    @Test
    void theTotalsCountADealOnceThatCameTwiceAndNoSample() throws Exception {
        // Given
        Api.post(
                "/api/triggers/PIPEDRIVE_NEW_DEAL_TRIGGER/test",
                "{\"object\": {\"currency\": \"XTS\", \"value\": 7}, \"payload\": {\"currency\": \"XTS\", \"value\": \"7\"}}");
        var before = Topic.mark("pipedrive.deal.added");
        deliverWorth(946_200, 1_000);
        var event =
                before.await(1, record -> record.key().endsWith(":deal:946200")).getFirst();
        sendAgain(event);
        for (int deal = 946_201; deal <= 946_212; deal++) {
            deliverWorth(deal, 1);
        }
        assertThat(before.await(12, record -> record.key().matches(".*:deal:9462(0[1-9]|1[0-2])")))
                .as("one of them is behind what came twice, so that is read when all are")
                .anyMatch(record -> record.partition() == event.partition());

        // When
        var log = folder.resolve("totals.log");
        var builder = new ProcessBuilder(java("Totals.java"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("KAFKA_BOOTSTRAP_SERVERS", Kafka.bootstrapServers());
        Kafka.createTopic("deal-totals", 1);
        var totals = builder.start();

        // Then
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of(
                        "bootstrap.servers", Kafka.bootstrapServers(),
                        "group.id", "reads-totals",
                        "auto.offset.reset", "earliest",
                        "isolation.level", "read_committed",
                        "metadata.max.age.ms", "1000"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.subscribe(List.of("deal-totals"));
            var found = new ArrayList<String>();
            await().atMost(PATIENCE).untilAsserted(() -> {
                consumer.poll(Duration.ofMillis(500)).forEach(record -> {
                    if ("XTS".equals(record.key())) {
                        found.add(record.value());
                    }
                });
                assertThat(found).as(() -> tail(log)).last().isEqualTo("1012");
            });
        } finally {
            totals.destroyForcibly().waitFor();
        }
    }

    private static void deliverWorth(long deal, int value) {
        var json = Payloads.addedV2("deal", deal, 1, "901")
                .replaceAll("\"currency\": ?\"[A-Z]+\"", "\"currency\": \"XTS\"")
                .replaceAll("\"value\": ?[0-9.]+", "\"value\": " + value);
        assertThat(json).contains("XTS", "\"value\": " + value);
        Door.ofNewDeals().deliver(json);
    }

    @Test
    void theScriptRunsItsCommandForEachEventThatPassesAndGoesOnWhereItWasKilled() throws Exception {
        assumeTrue(Tool.isThere("curl"), "SKIPPED: there is no curl to run follow.sh with");
        // Given
        var place = folder.resolve("place");
        var taken = folder.resolve("taken");
        var script = List.of(
                "sh",
                EXAMPLES.resolve("follow.sh").toString(),
                "PIPEDRIVE_NEW_NOTE_TRIGGER",
                place.toString(),
                "object.id.startsWith('9461') && !has(meta.test)",
                "tee",
                "-a",
                taken.toString());
        var door = Door.ofNewDeals();

        // When
        var first = follow(script);
        await().atMost(PATIENCE).until(() -> Files.exists(place));
        var start = Files.readString(place);
        door.deliver(Payloads.addedV2("note", 946_101, 1, "901"));
        await().atMost(PATIENCE)
                .until(() ->
                        subjects(taken).size() == 1 && !Files.readString(place).equals(start));
        end(first);
        door.deliver(Payloads.addedV2("note", 946_102, 1, "901"));
        door.deliver(Payloads.addedV2("note", 956_102, 1, "901"));
        var second = follow(script);
        door.deliver(Payloads.addedV2("note", 946_103, 1, "901"));

        // Then
        await().atMost(PATIENCE).until(() -> subjects(taken).contains("note/946103"));
        end(second);
        assertThat(subjects(taken))
                .doesNotHaveDuplicates()
                .contains("note/946102", "note/946103")
                .hasSizeBetween(2, 3);
    }

    @Test
    void theNodeEndpointTakesWhatIsSignedTellsWhatComesAgainAndRefusesTheRest() throws Exception {
        // Given
        var endpoint = NodeEndpoint.in(folder.resolve("node"));
        assumeTrue(endpoint != null, "SKIPPED: there is no npm, or it cannot install standardwebhooks here");
        var secret = "cGlwZXN0cmVhbSBleGFtcGxlIHNlY3JldCwgMzIgYi4=";
        try (var node = Objects.requireNonNull(endpoint);
                var http = HttpClient.newHttpClient()) {
            node.start("whsec_" + secret);
            var body = "{\"id\":\"3107\",\"title\":\"Dachstuhl für Ünal\"}";
            var now = Long.toString(Instant.now().getEpochSecond());
            var signature = signature(secret, "evt-1." + now + '.' + body);

            // When
            var statuses = new ArrayList<Integer>();
            for (var signatures :
                    List.of(signature, "v1,AAAA " + signature, "v1,AAAA", signature.replace("v1", "v2"))) {
                statuses.add(http.send(
                                HttpRequest.newBuilder(URI.create(node.url()))
                                        .header("webhook-id", "evt-1")
                                        .header("webhook-timestamp", now)
                                        .header("webhook-signature", signatures)
                                        .POST(BodyPublishers.ofString(body))
                                        .build(),
                                BodyHandlers.discarding())
                        .statusCode());
            }

            // Then
            assertThat(statuses).containsExactly(204, 204, 401, 401);
            assertThat(node.log()).contains("new evt-1 " + body, "again evt-1 ", "refused: ");
        }
    }

    /** As the Standard Webhooks specification says it, and not as any library does it. */
    private static String signature(String secret, String content) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret), "HmacSHA256"));
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(content.getBytes(UTF_8)));
    }

    private static Process follow(List<String> script) throws IOException {
        var builder =
                new ProcessBuilder(script).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(Map.of("PIPESTREAM_URL", Api.url(""), "PIPESTREAM_API_KEY", Api.KEY));
        return builder.start();
    }

    /** With its curl: a script that is killed leaves that behind. */
    private static void end(Process script) throws InterruptedException {
        script.descendants().forEach(ProcessHandle::destroyForcibly);
        script.destroyForcibly().waitFor();
    }

    private static List<String> subjects(Path taken) throws IOException {
        var subjects = new ArrayList<String>();
        if (Files.exists(taken)) {
            for (var line : Files.readAllLines(taken)) {
                subjects.add(Http.JSON.readTree(line).path("subject").asText());
            }
        }
        return subjects;
    }

    private static String tail(Path log) {
        try {
            var text = Files.readString(log);
            return text.substring(Math.max(0, text.length() - 1_000));
        } catch (IOException e) {
            return "no log: " + e;
        }
    }

    /** Runs an example with the classes that tests have. */
    private static List<String> java(String example, String... arguments) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                EXAMPLES.resolve(example).toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** As a record that a producer sent twice. */
    private static void sendAgain(ConsumerRecord<String, String> event) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", Kafka.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(
                            event.topic(), event.partition(), event.key(), event.value(), event.headers()))
                    .get();
        }
    }

    private static String setting(String name) {
        return ConfigProvider.getConfig().getValue("quarkus.datasource." + name, String.class);
    }

    private static String withSchema(String url) {
        return url + (url.contains("?") ? '&' : '?') + "currentSchema=example_inbox";
    }

    private static int count(Statement statement, String where) throws SQLException {
        try (var rows = statement.executeQuery("SELECT count(*) FROM welcome WHERE " + where)) {
            rows.next();
            return rows.getInt(1);
        }
    }
}

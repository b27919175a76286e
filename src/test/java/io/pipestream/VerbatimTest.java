package io.pipestream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.uuid.Generators;
import io.pipestream.catalogue.Catalogue;
import io.pipestream.event.Delivery;
import io.pipestream.event.Observation;
import io.pipestream.event.Source;
import io.pipestream.journal.Arrival;
import io.pipestream.journal.BodyTicks;
import io.pipestream.journal.Journal;
import io.pipestream.journal.Partitions;
import io.pipestream.journal.PolledCandidate;
import io.pipestream.normalise.Normalised;
import io.pipestream.normalise.PolledRow.Readable;
import io.pipestream.normalise.RowNormaliser;
import io.pipestream.normalise.RowShape;
import io.pipestream.normalise.WebhookNormaliser;
import io.pipestream.support.Api;
import io.pipestream.support.Door;
import io.pipestream.support.Http;
import io.pipestream.support.Payloads;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** What came is kept as it came, for its time, and can be read again. */
@QuarkusTest
class VerbatimTest {

    private static final Path CONTRACT = Path.of("src/test/resources/contract");

    private static final String CONTRACT_COMPANY = "4711002";

    /** Every body has one of its own, so that none is a duplicate. */
    private static final int FIRST_COMPANY = 5_310_000;

    private static final UUID CONNECTION = UUID.fromString("0194d3a0-0000-7000-8000-000000005311");

    @Inject
    DataSource postgres;

    @Inject
    BodyTicks bodies;

    @Inject
    Journal journal;

    @Inject
    Partitions partitions;

    @Inject
    Catalogue catalogue;

    @Inject
    WebhookNormaliser webhooks;

    @Inject
    RowNormaliser rows;

    @Test
    void everyDeliveryThatTellsOfAnEventIsShownWithItAndHasItsBodyAsItCame() {
        // Given
        var door = Door.ofNewDeals();
        var first = Payloads.addedV2("deal", 995_001, 1, "901");
        var again = Payloads.addedV1("deal", 995_001, 0);
        var last = "  " + Payloads.addedV2("deal", 995_001, 2, "902") + "\n";

        // When
        Stream.of(first, again, last)
                .forEach(body -> assertThat(door.deliver(body).status()).isEqualTo(204));

        // Then
        var event = event("5150:deal:995001");
        var told = Api.get("/api/events/" + event + "/deliveries").json().path("data");
        assertThat(told)
                .extracting(it -> it.path("outcome").asText())
                .containsExactly("first", "duplicate", "duplicate");
        assertThat(told).extracting(VerbatimTest::body).containsExactly(first, last, again);
        assertThat(told).allSatisfy(delivery -> {
            assertThat(delivery.path("path").asText()).isEqualTo("webhook");
            assertThat(delivery.path("registration_id").isTextual()).isTrue();
            assertThat(delivery.path("connection_id").isNull()).isTrue();
            assertThat(delivery.path("headers").path("content-type").asText()).isEqualTo("application/json");
            assertThat(Instant.parse(delivery.path("received_at").asText())).isNotNull();
        });
    }

    @Test
    void whatIsNotThereIsAProblemThatSaysSo() {
        for (var path : List.of("/api/events/%s/deliveries", "/api/events/%s/renormalised")) {
            var answer = Api.get(path.formatted(UUID.randomUUID()));
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.json().path("type").asText()).isEqualTo("/problems/event-not-found");
        }
        var answer = Api.get("/api/deliveries/" + UUID.randomUUID() + "/body");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().path("type").asText()).isEqualTo("/problems/delivery-not-found");
    }

    @Test
    void aBodyIsCompressedAfterSomeTimeAndReadAsItCame() {
        // Given
        var body = "\t" + Payloads.addedV2("deal", 995_002, 1, "901").replace("Roof", "Dach \uD83C\uDFE0 ÄÖ") + "\r\n";
        Door.ofNewDeals().deliver(body);
        var event = event("5150:deal:995002");
        var delivery = firstDelivery(event);
        var compressed = Api.metric("pipestream_bodies_compressed_total", "");
        var saved = Api.metric("pipestream_bodies_saved_bytes_total", "");

        // When
        cameBefore(delivery, Duration.ofMinutes(11));
        awaitEncoding(delivery, "deflate-1");

        // Then
        var length = Long.parseLong(query("SELECT octet_length(body)::text FROM delivery WHERE id = '%s'", delivery));
        assertThat(length).isPositive().isLessThan(body.getBytes(UTF_8).length / 2);
        assertThat(Api.get("/api/deliveries/" + delivery + "/body").body()).isEqualTo(body);
        assertThat(renormalised(event).path("equal").asBoolean()).isTrue();
        assertThat(Api.metric("pipestream_bodies_compressed_total", "")).isGreaterThan(compressed);
        assertThat(Api.metric("pipestream_bodies_saved_bytes_total", "")).isGreaterThan(saved);
        assertThat(Api.metric("pipestream_deliveries_size_bytes", "")).isPositive();
    }

    @Test
    void aBodyIsRemovedWhenItsTimeIsOverAndItsEventIsNot() {
        // Given
        Door.ofNewDeals().deliver(Payloads.addedV2("deal", 995_003, 1, "901"));
        var event = event("5150:deal:995003");
        var delivery = firstDelivery(event);
        var removed = Api.metric("pipestream_bodies_removed_total", "");

        // When
        cameBefore(delivery, Duration.ofDays(31));
        awaitEncoding(delivery, "removed");

        // Then
        assertThat(query("SELECT octet_length(body)::text FROM delivery WHERE id = '%s'", delivery))
                .isEqualTo("0");
        for (var path : List.of("/api/deliveries/" + delivery + "/body", "/api/events/" + event + "/renormalised")) {
            var answer = Api.get(path);
            assertThat(answer.status()).isEqualTo(410);
            assertThat(answer.json().path("type").asText()).isEqualTo("/problems/body-removed");
            assertThat(answer.json().path("detail").asText()).contains("pipestream.journal.keep-deliveries");
        }
        var told = Api.get("/api/events/" + event + "/deliveries").json().path("data");
        assertThat(told).hasSize(1);
        assertThat(told.path(0).path("body").isNull()).isTrue();
        assertThat(Api.get("/api/events/" + event).status()).isEqualTo(200);
        assertThat(Api.metric("pipestream_bodies_removed_total", "")).isGreaterThan(removed);
    }

    @Test
    void whatIsInQuarantineStaysAsItCameHoweverOldItIs() {
        // Given: one in quarantine, and one behind it that is removed
        var door = Door.ofNewDeals();
        var unreadable = "no JSON, 995004";
        door.deliver(unreadable);
        door.deliver(Payloads.addedV2("deal", 995_004, 1, "901"));
        var behind = firstDelivery(event("5150:deal:995004"));
        var delivery = UUID.fromString(query("SELECT id::text FROM delivery WHERE body = '%s'::bytea", unreadable));

        // When
        cameBefore(behind, Duration.ofDays(31));
        cameBefore(delivery, Duration.ofDays(31));
        await("the one behind it is removed").atMost(Duration.ofSeconds(30)).until(() -> {
            bodies.goOnWith(delivery);
            bodies.tick();
            return "removed".equals(encoding(behind));
        });

        // Then
        assertThat(encoding(delivery)).isNull();
        assertThat(Api.get("/api/deliveries/" + delivery + "/body").body()).isEqualTo(unreadable);
    }

    @Test
    void whatComesIntoTheJournalLateIsLookedAfterToo() {
        // Given: a delivery that was kept elsewhere, and bodies are looked after far beyond it
        var body = Payloads.addedV2("deal", 995_005, 1, "901").getBytes(UTF_8);
        var id = Generators.timeBasedEpochGenerator().construct(1_700_000_000_000L);
        var received = Instant.ofEpochMilli(1_700_000_000_000L);
        Door.ofNewDeals().deliver(Payloads.addedV2("deal", 995_006, 1, "901"));
        bodies.goOnWith(firstDelivery(event("5150:deal:995006")));

        // When
        var late = new Delivery(id, UUID.randomUUID(), received, Map.of(), body);
        journal.appendInOrder(List.of(new Arrival.Understood(late, observation(body, "5150"))));

        // Then: so old that it is removed at once
        await("it is looked at").atMost(Duration.ofSeconds(30)).until(() -> {
            bodies.tick();
            return "removed".equals(encoding(id));
        });
    }

    @Test
    void everyBodyReadAgainIsTheEventThatItWas() throws IOException {
        // Given
        var door = Door.ofNewDeals();
        int company = FIRST_COMPANY;
        for (var folder : List.of("webhook-v1", "webhook-v2")) {
            for (var file : filesIn(folder)) {
                company++;

                // When
                var answer = door.deliver(read(file, company));

                // Then
                assertThat(answer.status()).as("%s", file).isEqualTo(204);
                assertIsReadAgainAsItWas(file, company);
            }
        }
        assertThat(company - FIRST_COMPANY).isGreaterThanOrEqualTo(40);
    }

    @Test
    void everyRowReadAgainIsTheEventThatItWas() throws IOException {
        // Given
        int company = FIRST_COMPANY + 1_000;
        for (var shape : RowShape.values()) {
            var source = shape == RowShape.V1 ? Source.RECENTS : Source.LIST;
            for (var file : filesIn(shape == RowShape.V1 ? "rows-v1" : "rows-v2")) {
                company++;
                var row = Http.JSON.readTree(read(file, company));
                var data = (ObjectNode) row.path("data");

                // When
                var news = append(row.path("object").asText(), data, shape, Integer.toString(company), source);

                // Then
                assertThat(news).as("%s", file).isPositive();
                assertIsReadAgainAsItWas(file, company);
            }
        }
        assertThat(company - FIRST_COMPANY).isGreaterThanOrEqualTo(1_020);
    }

    @Test
    void whatTodaysReadingChangesIsShownAndNothingIsChanged() {
        // Given: an event that was stored with other words
        Door.ofNewDeals().deliver(Payloads.addedV2("deal", 995_007, 1, "901"));
        var event = event("5150:deal:995007");
        var replaced =
                "replace(replace(record, '\"title\":\"Roof 995007\"', '\"title\":\"Ruff\"'), '\"stage_id\":\"2\",', '')";
        execute("UPDATE event SET record = " + replaced + " WHERE id = '" + event + "'");
        var stored = query("SELECT record FROM event WHERE id = '%s'", event);

        // When
        var answer = renormalised(event);

        // Then
        assertThat(answer.path("equal").asBoolean()).isFalse();
        assertThat(answer.path("same_id").asBoolean()).isTrue();
        assertThat(answer.path("renormalised_id").asText()).isEqualTo(event.toString());
        assertThat(answer.path("diff"))
                .extracting(op -> op.path("op").asText()
                        + ' '
                        + op.path("path").asText()
                        + ' '
                        + op.path("value").asText())
                .containsExactlyInAnyOrder(
                        "replace /object/title Roof 995007",
                        "replace /payload/title Roof 995007",
                        "add /object/stage_id 2",
                        "add /payload/stage_id 2");
        assertThat(answer.path("record").path("object").path("title").asText()).isEqualTo("Roof 995007");
        assertThat(query("SELECT record FROM event WHERE id = '%s'", event)).isEqualTo(stored);
    }

    @Test
    void anotherIdentityAndABodyThatIsNotUnderstoodAreTold() {
        // Given
        Door.ofNewDeals().deliver(Payloads.addedV2("deal", 995_008, 1, "901"));
        var event = event("5150:deal:995008");
        var delivery = firstDelivery(event);

        // When
        execute("UPDATE delivery SET body = '%s'::bytea WHERE id = '%s'"
                .formatted(Payloads.addedV2("deal", 995_009, 1, "901"), delivery));
        var other = renormalised(event);
        execute("UPDATE delivery SET body = '[]'::bytea WHERE id = '%s'".formatted(delivery));
        var none = renormalised(event);

        // Then
        assertThat(other.path("same_id").asBoolean()).isFalse();
        assertThat(other.path("renormalised_id").isTextual()).isTrue();
        assertThat(other.path("renormalised_id").asText()).isNotEqualTo(event.toString());
        assertThat(none.path("equal").asBoolean()).isFalse();
        assertThat(none.path("same_id").asBoolean()).isFalse();
        assertThat(none.path("reason").asText()).isEqualTo("the body is not a JSON object");
        assertThat(none.path("record").isNull()).isTrue();
    }

    /** Every event of the company. */
    private void assertIsReadAgainAsItWas(Path file, int company) {
        var events = queries("SELECT id::text FROM event WHERE company_id = '%d'".formatted(company));
        assertThat(events).as("%s", file).isNotEmpty();
        for (var event : events) {
            var answer = renormalised(UUID.fromString(event));
            assertThat(answer.path("diff"))
                    .as("%s: %s", file, answer.path("reason"))
                    .isEqualTo(Http.JSON.createArrayNode());
            assertThat(answer.path("equal").asBoolean()).as("%s", file).isTrue();
            assertThat(answer.path("same_id").asBoolean()).as("%s", file).isTrue();
            assertThat(Api.get("/api/events/" + event + "/deliveries").json().path("data"))
                    .as("deliveries of %s", file)
                    .hasSize(1);
        }
    }

    private int append(String object, ObjectNode data, RowShape shape, String company, Source source) {
        var row = (Readable) rows.normalise(object, data, shape, company, "fjordworks.pipedrive.com", source);
        var latest = row.deleted() == null ? row.updated() : row.deleted();
        var candidate = new PolledCandidate(
                catalogue.name(row.added()),
                latest == null ? null : catalogue.name(latest),
                data.toString().getBytes(UTF_8));
        return journal.appendPolled(CONNECTION, List.of(candidate))
                .await()
                .atMost(Duration.ofSeconds(20))
                .stored();
    }

    private Observation observation(byte[] body, String company) {
        return ((Normalised.Accepted) webhooks.normalise(body, company)).observation();
    }

    private static List<Path> filesIn(String folder) throws IOException {
        try (var files = Files.list(CONTRACT.resolve(folder))) {
            return files.sorted().toList();
        }
    }

    private static String read(Path file, int company) throws IOException {
        return Files.readString(file).replace(CONTRACT_COMPANY, Integer.toString(company));
    }

    private static JsonNode renormalised(UUID event) {
        var answer = Api.get("/api/events/" + event + "/renormalised");
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static String body(JsonNode delivery) {
        return Api.get(delivery.path("body").asText()).body();
    }

    private UUID event(String key) {
        return UUID.fromString(
                query("SELECT id::text FROM event WHERE company_id || ':' || object || ':' || record_id = '%s'", key));
    }

    private UUID firstDelivery(UUID event) {
        return UUID.fromString(query("SELECT delivery_id::text FROM event WHERE id = '%s'", event));
    }

    /** With what was made of it: they have one time of receipt. */
    private void cameBefore(UUID delivery, Duration age) {
        var came = query(
                "SELECT replace(received_at AT TIME ZONE 'UTC' || 'Z', ' ', 'T') FROM delivery WHERE id = '%s'",
                delivery);
        partitions.make(List.of(Instant.parse(came).minus(age)));
        var then = "received_at = received_at - interval '%d seconds'".formatted(age.toSeconds());
        var event = "(SELECT seq FROM event WHERE delivery_id = '%s')".formatted(delivery);
        perhaps("UPDATE outbox SET " + then + " WHERE event_seq IN " + event);
        perhaps("UPDATE event_key SET " + then + " WHERE seq IN " + event);
        perhaps(
                "UPDATE event_summary SET received_from = received_from - interval '%d seconds' WHERE number IN (SELECT s / 2000 FROM %s s (s))"
                        .formatted(age.toSeconds(), event));
        perhaps("UPDATE event SET " + then + " WHERE delivery_id = '" + delivery + "'");
        perhaps("UPDATE quarantine SET " + then + " WHERE delivery_id = '" + delivery + "'");
        execute("UPDATE delivery SET " + then + " WHERE id = '" + delivery + "'");
    }

    private void awaitEncoding(UUID delivery, String encoding) {
        await("the body is " + encoding).atMost(Duration.ofSeconds(30)).until(() -> {
            bodies.goOnWith(delivery);
            bodies.tick();
            return encoding.equals(encoding(delivery));
        });
    }

    private String encoding(UUID delivery) {
        return query("SELECT encoding FROM delivery WHERE id = '%s'", delivery);
    }

    private String query(String sql, Object value) {
        var found = queries(sql.formatted(value));
        assertThat(found).as(sql, value).hasSize(1);
        return found.getFirst();
    }

    private List<String> queries(String sql) {
        try (var connection = postgres.getConnection();
                var statement = connection.prepareStatement(sql);
                var found = statement.executeQuery()) {
            var values = new ArrayList<String>();
            while (found.next()) {
                values.add(found.getString(1));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void execute(String sql) {
        assertThat(perhaps(sql)).isEqualTo(1);
    }

    private int perhaps(String sql) {
        try (var connection = postgres.getConnection();
                var statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}

package io.pipestream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.uuid.Generators;
import io.pipestream.event.Delivery;
import io.pipestream.event.Observation;
import io.pipestream.journal.Arrival;
import io.pipestream.journal.BodyTicks;
import io.pipestream.journal.Journal;
import io.pipestream.normalise.Normalised;
import io.pipestream.normalise.WebhookNormaliser;
import io.pipestream.support.Api;
import io.pipestream.support.Database;
import io.pipestream.support.Door;
import io.pipestream.support.Payloads;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** What came is kept as it came, for its time. */
@QuarkusTest
class VerbatimTest {

    @Inject
    Database database;

    @Inject
    JournalRows rows;

    @Inject
    BodyTicks bodies;

    @Inject
    Journal journal;

    @Inject
    WebhookNormaliser webhooks;

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
        var event = rows.event("5150:deal:995001");
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
            Api.get(path.formatted(UUID.randomUUID())).assertProblem(404, "event-not-found");
        }
        Api.get("/api/deliveries/" + UUID.randomUUID() + "/body").assertProblem(404, "delivery-not-found");
    }

    @Test
    void aBodyIsCompressedAfterSomeTimeAndReadAsItCame() {
        // Given
        var body = "\t" + Payloads.addedV2("deal", 995_002, 1, "901").replace("Roof", "Dach \uD83C\uDFE0 ÄÖ") + "\r\n";
        Door.ofNewDeals().deliver(body);
        var event = rows.event("5150:deal:995002");
        var delivery = rows.firstDelivery(event);
        var compressed = Api.metric("pipestream_bodies_compressed_total", "");
        var saved = Api.metric("pipestream_bodies_saved_bytes_total", "");

        // When
        rows.cameBefore(delivery, Duration.ofMinutes(11));
        awaitEncoding(delivery, "deflate-1");

        // Then
        assertThat(length(delivery)).isPositive().isLessThan(body.getBytes(UTF_8).length / 2);
        assertThat(Api.get("/api/deliveries/" + delivery + "/body").body()).isEqualTo(body);
        assertThat(Api.get("/api/events/" + event + "/renormalised")
                        .json()
                        .path("equal")
                        .asBoolean())
                .isTrue();
        assertThat(Api.metric("pipestream_bodies_compressed_total", "")).isGreaterThan(compressed);
        assertThat(Api.metric("pipestream_bodies_saved_bytes_total", "")).isGreaterThan(saved);
        assertThat(Api.metric("pipestream_deliveries_size_bytes", "")).isPositive();
    }

    @Test
    void aBodyIsRemovedWhenItsTimeIsOverAndItsEventIsNot() {
        // Given
        Door.ofNewDeals().deliver(Payloads.addedV2("deal", 995_003, 1, "901"));
        var event = rows.event("5150:deal:995003");
        var delivery = rows.firstDelivery(event);
        var removed = Api.metric("pipestream_bodies_removed_total", "");

        // When
        rows.cameBefore(delivery, Duration.ofDays(31));
        awaitEncoding(delivery, "removed");

        // Then
        assertThat(length(delivery)).isZero();
        for (var path : List.of("/api/deliveries/" + delivery + "/body", "/api/events/" + event + "/renormalised")) {
            var answer = Api.get(path);
            answer.assertProblem(410, "body-removed");
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
        var behind = rows.firstDelivery(rows.event("5150:deal:995004"));
        var delivery = UUID.fromString(
                database.text("SELECT id::text FROM delivery WHERE body = '" + unreadable + "'::bytea"));

        // When
        rows.cameBefore(behind, Duration.ofDays(31));
        rows.cameBefore(delivery, Duration.ofDays(31));
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
        bodies.goOnWith(rows.firstDelivery(rows.event("5150:deal:995006")));

        // When
        var late = new Delivery(id, UUID.randomUUID(), received, Map.of(), body);
        journal.appendInOrder(List.of(new Arrival.Understood(late, observation(body, "5150"))));

        // Then: so old that it is removed at once
        await("it is looked at").atMost(Duration.ofSeconds(30)).until(() -> {
            bodies.tick();
            return "removed".equals(encoding(id));
        });
    }

    private Observation observation(byte[] body, String company) {
        return ((Normalised.Accepted) webhooks.normalise(body, company)).observation();
    }

    private static String body(JsonNode delivery) {
        return Api.get(delivery.path("body").asText()).body();
    }

    private void awaitEncoding(UUID delivery, String encoding) {
        await("the body is " + encoding).atMost(Duration.ofSeconds(30)).until(() -> {
            bodies.goOnWith(delivery);
            bodies.tick();
            return encoding.equals(encoding(delivery));
        });
    }

    private long length(UUID delivery) {
        return Long.parseLong(
                database.text("SELECT octet_length(body)::text FROM delivery WHERE id = '" + delivery + "'"));
    }

    private String encoding(UUID delivery) {
        return database.text("SELECT encoding FROM delivery WHERE id = '" + delivery + "'");
    }
}

package io.pipestream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import io.pipestream.support.Api;
import io.pipestream.support.Door;
import io.pipestream.support.Payloads;
import io.pipestream.support.TestClock;
import io.quarkus.test.junit.QuarkusTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What became of each delivery, and the whole way of an event. Its companies are ones that no other test has. */
@QuarkusTest
class DeliveriesTest {

    private static final String COMPANY = "5187";

    @BeforeEach
    void aDealThatCameTwice() {
        var door = Door.ofNewDeals();
        door.deliver(Payloads.inCompany(COMPANY, Payloads.addedV2("deal", 864_001, 1, "901")));
        door.deliver(Payloads.inCompany(COMPANY, Payloads.addedV1("deal", 864_001, 0)));
    }

    @Test
    void aDuplicateIsLinkedToItsOriginalWithThePathThatEachCameBy() {
        // Given
        var event = Api.events("company_id=" + COMPANY + "&action=added&record_id=864001")
                .getFirst();
        Door.ofNewDeals().deliver(Payloads.inCompany(COMPANY, Payloads.addedV1("deal", 864_001, 1)));

        // When
        var deliveries = deliveries("limit=1000&event_id=" + event.path("id").asText());

        // Then
        var first = deliveries.getLast();
        assertThat(first.path("outcome").asText()).isEqualTo("first");
        assertThat(first.path("source").asText()).isEqualTo("webhook-v2");
        assertThat(deliveries.subList(0, deliveries.size() - 1))
                .as("%s", deliveries)
                .isNotEmpty()
                .allSatisfy(delivery -> {
                    assertThat(delivery.path("outcome").asText()).isEqualTo("duplicate");
                    assertThat(delivery.path("first_delivery_id")).isEqualTo(first.path("id"));
                })
                .extracting(delivery -> delivery.path("source").asText())
                .contains("webhook-v1");
    }

    @Test
    void deliveriesAreListedByWhatBecameOfThem() {
        // Given
        var begun = TestClock.now();
        var door = Door.ofNewDeals();
        var deal = Payloads.inCompany("5186", Payloads.addedV2("deal", 862_500, 1, "901"));
        door.deliver(deal);
        door.deliver(deal);
        door.deliver("no JSON, of DeliveriesTest");
        var since = "received_from=" + begun;

        // Then
        assertThat(deliveries(since))
                .extracting(delivery -> delivery.path("outcome").asText())
                .containsExactly("quarantined", "duplicate", "first");
        for (var outcome : List.of("first", "duplicate", "quarantined")) {
            assertThat(deliveries(since + "&outcome=" + outcome))
                    .singleElement()
                    .satisfies(delivery -> {
                        assertThat(delivery.path("outcome").asText()).isEqualTo(outcome);
                        assertThat(deliveries(since + "&registration_id="
                                        + delivery.path("registration_id").asText()))
                                .hasSize(3);
                    });
        }
        assertThat(deliveries(since + "&registration_id=" + new UUID(0, 1))).isEmpty();
        assertThat(deliveries("received_to=" + begun + "&limit=1000"))
                .noneSatisfy(delivery -> assertThat(
                                Instant.parse(delivery.path("received_at").asText()))
                        .isAfterOrEqualTo(begun));
    }

    @Test
    void aTimelineTellsAnEventsWholeWay() {
        // Given
        var id = Api.events("company_id=" + COMPANY + "&action=added&record_id=864001")
                .getFirst()
                .path("id")
                .asText();

        // When
        var entries = Awaitility.await("the event is published")
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> timeline(id),
                        told -> told.stream().anyMatch(entry -> kind(entry).equals("published")));

        // Then
        assertThat(entries.get(0).path("source").asText()).isEqualTo("webhook-v2");
        assertThat(entries.subList(0, 2)).extracting(DeliveriesTest::kind).containsExactly("received", "stored");
        assertThat(entries).filteredOn(entry -> kind(entry).equals("duplicate")).anySatisfy(entry -> {
            assertThat(entry.path("source").asText()).isEqualTo("webhook-v1");
            assertThat(entry.path("registration_id").asText()).isNotEmpty();
        });
        assertThat(entries)
                .filteredOn(entry -> kind(entry).equals("published"))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.path("topic").asText()).isEqualTo("pipedrive.deal.added");
                    assertThat(entry.path("offset").isIntegralNumber()).isTrue();
                    assertThat(Instant.parse(entry.path("at").asText())).isNotNull();
                });
        assertThat(Api.get("/api/events/00000000-0000-5000-8000-000000000000/timeline")
                        .json()
                        .path("type")
                        .asText())
                .isEqualTo("/problems/event-not-found");
    }

    private static List<JsonNode> timeline(String id) {
        return list(Api.get("/api/events/" + id + "/timeline").json().path("data"));
    }

    private static String kind(JsonNode entry) {
        return entry.path("kind").asText();
    }

    private static List<JsonNode> deliveries(String query) {
        return list(Api.get("/api/deliveries?" + query).json().path("data"));
    }

    private static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }
}

package io.pipestream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

import io.pipestream.support.Api;
import io.pipestream.support.Door;
import io.pipestream.support.Payloads;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** A delivery that does not come as usual takes another way through the service, and ends as the same event. */
@QuarkusTest
class DoorWaysTest {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void aDeliveryOfUnknownLengthIsOneLikeAnyOther() throws Exception {
        // Given
        var body = Payloads.addedV2("deal", 830_000_001L, 1, "5").getBytes(UTF_8);

        // When it comes in chunks
        var answer =
                send(HttpRequest.newBuilder().POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));

        // Then
        assertThat(answer).isEqualTo(204);
        assertStoredOnce(830_000_001);
    }

    @Test
    void aSenderThatAsksFirstIsToldToGoOn() throws Exception {
        // When
        var answer = send(HttpRequest.newBuilder()
                .expectContinue(true)
                .POST(BodyPublishers.ofString(Payloads.addedV2("deal", 830_000_002L, 1, "5"))));

        // Then
        assertThat(answer).isEqualTo(204);
        assertStoredOnce(830_000_002);
    }

    @Test
    void bothWaysMeetInOneEvent() throws Exception {
        // Given one that came as usual
        var delivery = Payloads.addedV2("deal", 830_000_003L, 1, "5");
        assertThat(Door.ofNewDeals().deliver(delivery).status()).isEqualTo(204);

        // When
        var answer = send(HttpRequest.newBuilder()
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(delivery.getBytes(UTF_8)))));

        // Then
        assertThat(answer).isEqualTo(204);
        assertStoredOnce(830_000_003);
    }

    private static int send(HttpRequest.Builder request) throws Exception {
        var door = Door.ofNewDeals();
        return CLIENT.send(
                        request.uri(URI.create(door.url()))
                                .header("authorization", door.basic())
                                .header("content-type", "application/json")
                                .timeout(Duration.ofSeconds(20))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }

    private static void assertStoredOnce(long deal) {
        assertThat(Api.get("/api/events?object=deal&action=added&record_id=" + deal)
                        .json()
                        .path("data"))
                .hasSize(1);
    }
}

package io.pipestream;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.pipestream.support.Api;
import io.pipestream.support.Door;
import io.pipestream.support.Payloads;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The live tail: no Kafka client needed to watch. Its object is one that no other test delivers. */
@QuarkusTest
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LiveTailTest {

    @Test
    void anEventIsSentWhileItHappensAndAReaderWhoComesBackMissesNothing() throws Exception {
        // Given
        var door = Door.ofNewDeals();
        var http = HttpClient.newHttpClient();
        try {
            var lines = follow(http, "object=goblin&record_id=940001", "");
            awaitLine(lines, "following from here");
            awaitLine(lines, "id:");

            // When
            door.deliver(Payloads.addedV2("goblin", 940_001, 1, "901"));

            // Then
            var place = awaitLine(lines, "id:");
            assertThat(awaitLine(lines, "event:")).contains("com.pipedrive.goblin.added");
            assertThat(awaitLine(lines, "data:"))
                    .contains("\"subject\":\"goblin/940001\"")
                    .contains("\"state\":");

            // When
            door.deliver(Payloads.addedV2("goblin", 940_002, 1, "901"));
            door.deliver(Payloads.addedV2("note", 940_003, 1, "901"));
            door.deliver(Payloads.addedV2("goblin", 940_004, 1, "901"));
            var resumed = follow(
                    http, "object=goblin", place.substring("id:".length()).trim());

            // Then
            assertThat(awaitLine(resumed, "data:")).contains("\"subject\":\"goblin/940002\"");
            assertThat(awaitLine(resumed, "data:")).contains("\"subject\":\"goblin/940004\"");
        } finally {
            // An open stream would keep close() waiting for ever.
            http.shutdownNow();
        }
    }

    private static BlockingQueue<String> follow(HttpClient http, String query, String lastEventId) {
        var request = HttpRequest.newBuilder(URI.create(Api.url("/api/events/stream?" + query)))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + Api.KEY);
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        var lines = new LinkedBlockingQueue<String>();
        var unused = http.sendAsync(request.build(), BodyHandlers.ofLines())
                .thenAccept(response -> response.body().forEach(lines::add));
        return lines;
    }

    /** The next line that has this text; what comes before it is passed over. */
    private static String awaitLine(BlockingQueue<String> lines, String text) throws InterruptedException {
        while (true) {
            var line = lines.poll(20, TimeUnit.SECONDS);
            assertThat(line).as("a line with " + text).isNotNull();
            if (line != null && line.contains(text)) {
                return line;
            }
        }
    }
}

package io.pipestream.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import java.time.Duration;

import io.pipestream.sandbox.Attempt.Outcome;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Time moved by a control, in real time and at Pipedrive's own speed. */
class ClockTest {

    private static final JsonObject NOTHING = new JsonObject();

    private final SettableClock clock = new SettableClock("2026-03-02T08:00:00Z");
    private final Sandbox sandbox =
            Sandbox.start(SandboxOptions.defaults().withClock(clock).withPlan(100, 100));
    private final Receiver receiver = new Receiver();
    private final Client client = new Client(sandbox);

    @AfterEach
    void stop() {
        sandbox.close();
        receiver.close();
    }

    @Test
    void theTimeMovesByHttpAndIsShown() {
        // When
        var moved = client.send("POST", "/sandbox/clock", "{\"advance\": \"PT24H\"}");

        // Then
        assertThat(moved.json().getString("now")).isEqualTo("2026-03-03T08:00:00.000Z");
        assertThat(client.get("/sandbox").json().getString("now")).isEqualTo("2026-03-03T08:00:00.000Z");
        assertThat(client.get("/sandbox/clock").json().getString("ahead")).isEqualTo("PT24H");
        assertThat(sandbox.add("deal", NOTHING).getString("add_time")).isEqualTo("2026-03-03T08:00:00Z");
    }

    @Test
    void timeThatIsNoneOrGoesBackIsRefused() {
        assertThat(client.send("POST", "/sandbox/clock", "{}").json().getString("error"))
                .contains("\"advance\": \"PT24H\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sandbox.advance(Duration.ofSeconds(-1)))
                .withMessageContaining("forward only");
    }

    @Test
    void aBanEndsWhenTheTimeIsMovedPastIt() {
        // Given
        var webhook = client.register(receiver, "2.0", "create", "deal");
        sandbox.ban(webhook);
        sandbox.advance(Duration.ofMinutes(29));
        assertThat(sandbox.webhooks().getFirst().getBoolean("banned")).isTrue();

        // When
        sandbox.advance(Duration.ofMinutes(1));
        sandbox.add("deal", NOTHING);

        // Then
        await().until(() -> receiver.received().size() == 1);
        assertThat(sandbox.webhooks().getFirst().getBoolean("banned")).isFalse();
    }

    @Test
    void aRetryThatWaitsHappensWhenTheTimeIsMovedPastIt() {
        // Given
        receiver.answers(body -> body.getJsonObject("meta").getInteger("attempt") < 3 ? 500 : 200);
        client.register(receiver, "2.0", "create", "deal");
        sandbox.add("deal", NOTHING);

        // When
        await().until(() -> pending() == 1 && !sandbox.deliveries().isEmpty());
        sandbox.advance(Duration.ofSeconds(3));
        await().until(() -> pending() == 1 && sandbox.deliveries().size() >= 2);
        sandbox.advance(Duration.ofSeconds(30));

        // Then
        await().until(() -> sandbox.deliveries().stream()
                .anyMatch(attempt -> attempt.outcome() == Outcome.DELIVERED && attempt.attempt() == 3));
        assertThat(pending()).isZero();
    }

    @Test
    void aFailingWebhookIsGoneAfterThreeDaysThoughNothingWasSentMeanwhile() {
        // Given
        receiver.answers(500);
        client.register(receiver, "2.0", "create", "deal");
        sandbox.add("deal", NOTHING);
        await().until(() -> pending() == 1);
        clock.advance(Duration.ofDays(3).minusSeconds(1));
        assertThat(client.get("/v1/webhooks").rows()).hasSize(1);

        // When
        clock.advance(Duration.ofSeconds(1));

        // Then
        assertThat(client.get("/v1/webhooks").rows()).isEmpty();
        assertThat(sandbox.webhooks()).isEmpty();
    }

    @Test
    void aNewDayHasItsOwnBudget() {
        // Given
        client.get("/v1/notes");

        // When
        sandbox.advance(Duration.ofHours(16));

        // Then
        assertThat(client.get("/v1/notes").header("x-daily-ratelimit-token-remaining"))
                .isEqualTo("80");
    }

    private int pending() {
        return sandbox.status().getJsonObject("deliveries").getInteger("retries_pending");
    }
}

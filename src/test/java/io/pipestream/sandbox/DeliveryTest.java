package io.pipestream.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import io.pipestream.sandbox.Attempt.Outcome;
import io.pipestream.sandbox.Receiver.Received;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Retries, bans, the end of a webhook, and the faults. */
class DeliveryTest {

    private static final JsonObject NOTHING = new JsonObject();

    private final SettableClock clock = new SettableClock("2026-03-02T08:00:00Z");
    private final Sandbox sandbox = Sandbox.start(
            SandboxOptions.defaults().withSpeed(1000).withClock(clock).withAnswerTimeout(Duration.ofMillis(1500)));
    private final Receiver receiver = new Receiver();
    private final Client client = new Client(sandbox);

    @AfterEach
    void stop() {
        sandbox.close();
        receiver.close();
    }

    @Test
    void aFailedDeliveryIsRetriedThreeTimesWithGrowingWaits() {
        // Given
        receiver.answers(503);
        client.register(receiver, "2.0", "create", "deal");

        // When
        sandbox.add("deal", NOTHING);

        // Then
        await().until(() -> receiver.received().size() == 4);
        await().during(Duration.ofMillis(250)).until(() -> receiver.received().size() == 4);
        var attempts = receiver.received();
        assertThat(attempts)
                .extracting(each -> each.meta().getInteger("attempt"))
                .containsExactly(1, 2, 3, 4);
        assertThat(attempts).extracting(each -> each.meta().getString("id")).containsOnly(idOf(attempts.getFirst()));
        // At least the wait each time: the next attempt's clock starts with the answer to the one before.
        assertThat(gap(attempts, 1)).isGreaterThanOrEqualTo(Duration.ofMillis(3));
        assertThat(gap(attempts, 2)).isGreaterThanOrEqualTo(Duration.ofMillis(30));
        assertThat(gap(attempts, 3)).isGreaterThanOrEqualTo(Duration.ofMillis(150));
    }

    @Test
    void aV1RetryCountsFromZeroAndChangesNothingElse() {
        // Given
        receiver.answers(body -> body.getInteger("retry") == 0 ? 500 : 204);
        client.register(receiver, "1.0", "added", "deal");

        // When
        sandbox.add("deal", NOTHING);

        // Then
        await().until(() -> receiver.received().size() == 2);
        var first = receiver.received().getFirst().body();
        var second = receiver.received().getLast().body();
        assertThat(second).isEqualTo(first.copy().put("retry", 1));
    }

    @Test
    void aSlowAnswerIsAFailure() {
        // Given
        receiver.answers(body -> body.getJsonObject("meta").getInteger("attempt") == 1 ? Receiver.SILENCE : 200);
        client.register(receiver, "2.0", "create", "deal");

        // When
        sandbox.add("deal", NOTHING);

        // Then
        await().until(() -> outcomes().equals(List.of(Outcome.FAILED, Outcome.DELIVERED)));
        assertThat(sandbox.deliveries().getFirst().status()).isNull();
    }

    @Test
    void aRedirectIsAFailure() {
        // Given
        receiver.answers(body -> body.getJsonObject("meta").getInteger("attempt") == 1 ? 302 : 200);
        client.register(receiver, "2.0", "create", "deal");

        // When
        sandbox.add("deal", NOTHING);

        // Then
        await().until(() -> outcomes().equals(List.of(Outcome.FAILED, Outcome.DELIVERED)));
    }

    @Test
    void tenFailedFirstAttemptsBanTheWebhookAndEventsOfTheBanAreLost() {
        // Given
        receiver.answers(body -> body.getJsonObject("meta").getInteger("attempt") == 1 ? 500 : 200);
        client.register(receiver, "2.0", "create", "deal");
        IntStream.range(0, 9).forEach(each -> sandbox.add("deal", NOTHING));
        await().until(() -> count(Outcome.DELIVERED) == 9);
        assertThat(sandbox.webhooks().getFirst().getBoolean("banned")).isFalse();

        // When
        sandbox.add("deal", NOTHING);
        await().until(() -> sandbox.webhooks().getFirst().getBoolean("banned"));
        sandbox.add("deal", NOTHING);

        // Then
        await().until(() -> count(Outcome.BANNED) == 1 && count(Outcome.DELIVERED) == 10);
        assertThat(receiver.recordIds()).doesNotContain("11").contains("10");
    }

    @Test
    void aBanEndsAfterHalfAnHourAndNothingOfItIsSentLater() {
        // Given
        var webhook = client.register(receiver, "2.0", "create", "deal");
        sandbox.ban(webhook);
        sandbox.add("deal", NOTHING);
        clock.advance(Duration.ofMillis(1_799));
        sandbox.add("deal", NOTHING);

        // When
        clock.advance(Duration.ofMillis(1));
        sandbox.add("deal", NOTHING);

        // Then
        await().until(() -> outcomes().equals(List.of(Outcome.BANNED, Outcome.BANNED, Outcome.DELIVERED)));
        assertThat(receiver.recordIds()).containsExactly("3");
    }

    @Test
    void failedRetriesDoNotCountTowardsABan() {
        // Given
        receiver.answers(500);
        client.register(receiver, "2.0", "create", "deal");

        // When
        IntStream.range(0, 5).forEach(each -> sandbox.add("deal", NOTHING));

        // Then
        await().until(() -> count(Outcome.FAILED) == 20);
        assertThat(sandbox.webhooks().getFirst().getBoolean("banned")).isFalse();
        assertThat(sandbox.webhooks().getFirst().getInteger("failed_first_attempts"))
                .isEqualTo(5);
    }

    @Test
    void threeDaysWithoutASuccessDeleteTheWebhook() {
        // Given
        receiver.answers(500);
        client.register(receiver, "2.0", "create", "deal");
        sandbox.add("deal", NOTHING);
        await().until(() -> count(Outcome.FAILED) == 4);
        assertThat(sandbox.webhooks()).hasSize(1);

        // When
        clock.advance(Duration.ofDays(3).dividedBy(1000));
        sandbox.add("deal", NOTHING);

        // Then
        await().until(() -> sandbox.webhooks().isEmpty());
        assertThat(client.get("/v1/webhooks").rows()).isEmpty();
    }

    @Test
    void aSuccessWithinThreeDaysKeepsTheWebhook() {
        // Given
        receiver.answers(500);
        client.register(receiver, "2.0", "create", "deal");
        sandbox.add("deal", NOTHING);
        await().until(() -> count(Outcome.FAILED) == 4);
        receiver.answers(200);
        sandbox.add("deal", NOTHING);
        await().until(() -> count(Outcome.DELIVERED) == 1);

        // When
        clock.advance(Duration.ofDays(3).dividedBy(1000));
        receiver.answers(500);
        sandbox.add("deal", NOTHING);

        // Then
        await().until(() -> count(Outcome.FAILED) == 8);
        assertThat(sandbox.webhooks()).hasSize(1);
    }

    @Test
    void eachRecordsEventsArriveInOrderAndNothingIsLost() {
        // Given
        client.register(receiver, "2.0", "*", "deal");

        // When
        IntStream.range(0, 20).forEach(each -> sandbox.add("deal", NOTHING));
        IntStream.range(1, 6)
                .forEach(step -> IntStream.range(1, 21)
                        .forEach(id -> sandbox.update("deal", id, new JsonObject().put("value", step))));

        // Then
        await().until(() -> receiver.received().size() == 120);
        for (var id = 1; id <= 20; id++) {
            var text = String.valueOf(id);
            var values = receiver.received().stream()
                    .filter(each -> each.meta().getString("entity_id").equals(text))
                    .filter(each -> each.meta().getString("action").equals("change"))
                    .map(each -> each.body().getJsonObject("data").getInteger("value"))
                    .toList();
            assertThat(values).containsExactly(1, 2, 3, 4, 5);
        }
    }

    private List<Outcome> outcomes() {
        return sandbox.deliveries().stream().map(Attempt::outcome).toList();
    }

    private long count(Outcome outcome) {
        return outcomes().stream().filter(each -> each == outcome).count();
    }

    private static String idOf(Received delivery) {
        return delivery.meta().getString("id");
    }

    private static Duration gap(List<Received> attempts, int index) {
        return Duration.between(
                attempts.get(index - 1).at(), attempts.get(index).at());
    }
}

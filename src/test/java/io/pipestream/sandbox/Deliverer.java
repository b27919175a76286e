package io.pipestream.sandbox;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Sends changes to the webhooks that want them, as Pipedrive does: any 2xx in time is a success, a failure is retried
 * three times, ten failed first attempts bring a ban whose events are gone, and three days without a success bring the
 * end of the webhook. What waits here when the sandbox stops is lost.
 */
final class Deliverer {

    private static final List<Duration> RETRIES =
            List.of(Duration.ofSeconds(3), Duration.ofSeconds(30), Duration.ofSeconds(150));
    private static final int REORDER_WINDOW_MILLIS = 100;

    private final Vertx vertx;
    private final SandboxOptions options;
    private final WebhookRegistry registry;
    private final PayloadV1 v1;
    private final PayloadV2 v2;
    private final Sender sender;
    private final DeliveryLog log = new DeliveryLog();
    private final Retries retries;
    private final Map<Long, Lane> lanes = new HashMap<>();
    private final SplittableRandom chance = new SplittableRandom();
    private Faults faults = Faults.none();

    Deliverer(Vertx vertx, SandboxOptions options, WebhookRegistry registry, ShapeV1 shapes) {
        this.vertx = vertx;
        this.options = options;
        this.registry = registry;
        this.v1 = new PayloadV1(shapes, options);
        this.v2 = new PayloadV2(options, shapes.fields());
        this.sender = new Sender(vertx, options.answerTimeout());
        this.retries = new Retries(vertx, options);
    }

    Faults faults() {
        return faults;
    }

    void faults(Faults value) {
        faults = value;
    }

    DeliveryLog log() {
        return log;
    }

    /** Retries that are due by now happen, and webhooks whose three days are over go. */
    void timeMoved() {
        removeGivenUp();
        retries.timeMoved();
    }

    /** Whoever looks at the webhooks calls this first: the time may have moved without anything being sent. */
    void removeGivenUp() {
        var now = options.clock().instant();
        List.copyOf(registry.all()).stream()
                .filter(webhook -> webhook.isGivenUp(now))
                .forEach(webhook -> remove(webhook.id()));
    }

    void emit(Change change) {
        removeGivenUp();
        JsonObject bodyV1 = null;
        JsonObject bodyV2 = null;
        for (var webhook : registry.all()) {
            if (!webhook.hears(change)) {
                continue;
            }
            // One body for all registrations of a version: at most two are built, and none that nobody hears.
            if (webhook.isVersion2()) {
                bodyV2 = bodyV2 == null ? v2.body(change) : bodyV2;
                offer(new Delivery(change, bodyV2, webhook));
            } else {
                bodyV1 = bodyV1 == null ? v1.body(change) : bodyV1;
                offer(new Delivery(change, bodyV1, webhook));
            }
        }
    }

    private void offer(Delivery delivery) {
        var now = options.clock().instant();
        if (Objects.equals(faults.silentWebhook(), delivery.webhook().id())) {
            return;
        }
        if (delivery.webhook().isBanned(now)) {
            log.add(delivery, 1, Attempt.Outcome.BANNED, null, 0, now);
        } else if (faults.drop() > 0 && chance.nextDouble() < faults.drop()) {
            log.add(delivery, 1, Attempt.Outcome.DROPPED, null, 0, now);
        } else {
            for (var copy = 0; copy <= faults.duplicate(); copy++) {
                var delay = faults.delayMs() + (faults.reorder() ? chance.nextInt(REORDER_WINDOW_MILLIS) : 0);
                if (delay == 0) {
                    lane(delivery.webhook()).add(delivery);
                } else {
                    vertx.setTimer(delay, timer -> lane(delivery.webhook()).add(delivery));
                }
            }
        }
    }

    /** Sends the event once more, as a first attempt. */
    void redeliver(long attemptId) {
        var delivery = log.delivery(attemptId);
        if (registry.find(delivery.webhook().id()) == null) {
            throw ApiError.control(409, "the webhook of this delivery is gone");
        }
        lane(delivery.webhook()).add(delivery);
    }

    /** The end of a webhook, and of what waits for it. */
    void remove(long webhookId) {
        registry.remove(webhookId);
        var lane = lanes.remove(webhookId);
        if (lane != null) {
            lane.clear();
        }
    }

    private Lane lane(Webhook webhook) {
        return lanes.computeIfAbsent(webhook.id(), id -> new Lane(this::first));
    }

    private void first(Delivery delivery) {
        var lane = lane(delivery.webhook());
        var now = options.clock().instant();
        if (registry.find(delivery.webhook().id()) == null) {
            vertx.runOnContext(later -> lane.done(delivery));
        } else if (delivery.webhook().isBanned(now)) {
            log.add(delivery, 1, Attempt.Outcome.BANNED, null, 0, now);
            vertx.runOnContext(later -> lane.done(delivery));
        } else {
            attempt(delivery, 1, () -> lane.done(delivery));
        }
    }

    private void attempt(Delivery delivery, int attempt, Runnable whenOver) {
        var webhook = delivery.webhook();
        var change = delivery.change();
        var body = webhook.isVersion2()
                ? v2.attempt(change, delivery.body(), webhook, attempt)
                : v1.attempt(change, delivery.body(), webhook, attempt);
        var started = System.nanoTime();
        sender.post(webhook, body.toBuffer()).onComplete(answered -> {
            var millis = Duration.ofNanos(System.nanoTime() - started).toMillis();
            record(delivery, attempt, answered.result(), millis);
            whenOver.run();
        });
    }

    private void record(Delivery delivery, int attempt, @Nullable Integer status, long millis) {
        var now = options.clock().instant();
        var webhook = delivery.webhook();
        if (status != null && status >= 200 && status < 300) {
            webhook.succeeded(status, now);
            log.add(delivery, attempt, Attempt.Outcome.DELIVERED, status, millis, now);
            return;
        }
        log.add(delivery, attempt, Attempt.Outcome.FAILED, status, millis, now);
        if (webhook.failed(attempt, status, now)) {
            remove(webhook.id());
        } else if (attempt <= RETRIES.size()) {
            retryLater(delivery, attempt);
        }
    }

    private void retryLater(Delivery delivery, int attempt) {
        retries.later(RETRIES.get(attempt - 1), () -> {
            if (registry.find(delivery.webhook().id()) != null) {
                attempt(delivery, attempt + 1, () -> {});
            }
        });
    }

    JsonObject status() {
        return log.totals()
                .put("waiting", lanes.values().stream().mapToInt(Lane::waiting).sum())
                .put(
                        "in_flight",
                        lanes.values().stream().mapToInt(Lane::inFlight).sum())
                .put("retries_pending", retries.pending());
    }
}

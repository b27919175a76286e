package io.pipestream.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

import io.vertx.core.json.JsonObject;

/**
 * The account's API budget: so many tokens a day, until midnight UTC, and so many calls per API token in any two
 * seconds. A refused call costs nothing.
 */
final class TokenLedger {

    private static final Duration WINDOW = Duration.ofSeconds(2);

    private final SandboxOptions options;
    private final Map<Long, Deque<Instant>> calls = new HashMap<>();
    private LocalDate day = LocalDate.EPOCH;
    private long used;

    TokenLedger(SandboxOptions options) {
        this.options = options;
    }

    /** Whether the call may go on; if so it is paid for. */
    boolean take(User user, int cost) {
        var now = now();
        var recent = recent(user, now);
        if (recent.size() >= options.burst()) {
            return false;
        }
        if (used + cost > options.dailyTokens()) {
            used = options.dailyTokens(); // what is left is too little for anything: the day is over
            return false;
        }
        used += cost;
        recent.addLast(now);
        return true;
    }

    /** Gives every rate limit header to {@code sink}. */
    void headers(User user, BiConsumer<String, String> sink) {
        var now = now();
        var recent = recent(user, now);
        var reset = recent.isEmpty()
                ? 0
                : Duration.between(now, recent.getFirst().plus(WINDOW))
                        .plusMillis(999)
                        .toSeconds();
        sink.accept("x-ratelimit-limit", String.valueOf(options.burst()));
        sink.accept("x-ratelimit-remaining", String.valueOf(options.burst() - recent.size()));
        sink.accept("x-ratelimit-reset", String.valueOf(Math.max(1, reset)));
        sink.accept("x-daily-ratelimit-token-limit", String.valueOf(options.dailyTokens()));
        sink.accept("x-daily-ratelimit-token-remaining", String.valueOf(options.dailyTokens() - used));
    }

    JsonObject json() {
        now();
        return new JsonObject()
                .put("daily_limit", options.dailyTokens())
                .put("daily_used", used)
                .put("burst_limit", options.burst());
    }

    /** Also turns the page when a new day has begun. */
    private Instant now() {
        var now = options.clock().instant();
        var today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        if (!today.equals(day)) {
            day = today;
            used = 0;
        }
        return now;
    }

    private Deque<Instant> recent(User user, Instant now) {
        var recent = calls.computeIfAbsent(user.id(), any -> new ArrayDeque<>());
        while (!recent.isEmpty() && !recent.getFirst().plus(WINDOW).isAfter(now)) {
            recent.removeFirst();
        }
        return recent;
    }
}

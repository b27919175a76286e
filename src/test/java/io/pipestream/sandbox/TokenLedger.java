package io.pipestream.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

import io.vertx.core.json.JsonObject;

/**
 * The account's API budget: so many tokens a day, until midnight UTC, and so many calls per token of a caller in any
 * two seconds. It counts every call that was paid for, so that a caller's own count can be held against it.
 */
final class TokenLedger {

    private static final Duration WINDOW = Duration.ofSeconds(2);

    private final SandboxOptions options;
    private final Map<String, Deque<Instant>> calls = new HashMap<>();
    private final Map<LocalDate, Tally> days = new TreeMap<>();
    private final Map<String, Tally> routes = new TreeMap<>();
    private LocalDate emptyDay = LocalDate.EPOCH;
    private long refused;
    private long dailyTokens;

    TokenLedger(SandboxOptions options) {
        this.options = options;
        this.dailyTokens = options.dailyTokens();
    }

    /** The company changes its plan, or its number of seats. */
    void dailyTokens(long tokens) {
        if (tokens < 1) {
            throw ApiError.badControl("give the tokens of a day, for example {\"daily_tokens\": 30000}");
        }
        dailyTokens = tokens;
        emptyDay = LocalDate.EPOCH;
    }

    private static final class Tally {

        private long calls;
        private long tokens;

        private void add(int cost) {
            calls++;
            tokens += cost;
        }

        private JsonObject json() {
            return new JsonObject().put("calls", calls).put("tokens", tokens);
        }
    }

    /** Whether a call of this price may go on. One that may not costs nothing. */
    boolean allows(Caller caller, int cost) {
        if (recent(caller).size() >= caller.burst()) {
            return false;
        }
        if (cost > left()) {
            emptyDay = today(); // what is left is too little for anything: the day is over
            return false;
        }
        return true;
    }

    /** {@code route} is the method and the path as it is declared. */
    void pay(Caller caller, String route, int cost) {
        days.computeIfAbsent(today(), day -> new Tally()).add(cost);
        routes.computeIfAbsent(route, any -> new Tally()).add(cost);
        recent(caller).addLast(options.clock().instant());
    }

    void countRefusal() {
        refused++;
    }

    /** Gives every rate limit header to {@code sink}. */
    void headers(Caller caller, BiConsumer<String, String> sink) {
        var recent = recent(caller);
        var reset = recent.isEmpty()
                ? 0
                : Duration.between(options.clock().instant(), recent.getFirst().plus(WINDOW))
                        .plusMillis(999)
                        .toSeconds();
        sink.accept("x-ratelimit-limit", String.valueOf(caller.burst()));
        sink.accept("x-ratelimit-remaining", String.valueOf(caller.burst() - recent.size()));
        sink.accept("x-ratelimit-reset", String.valueOf(Math.max(1, reset)));
        sink.accept("x-daily-ratelimit-token-limit", String.valueOf(dailyTokens));
        sink.accept("x-daily-ratelimit-token-remaining", String.valueOf(left()));
    }

    JsonObject json() {
        var byDay = new JsonObject();
        var total = new Tally();
        days.forEach((day, tally) -> {
            byDay.put(day.toString(), tally.tokens);
            total.calls += tally.calls;
            total.tokens += tally.tokens;
        });
        var byRoute = new JsonObject();
        routes.forEach((route, tally) -> byRoute.put(route, tally.json()));
        return new JsonObject()
                .put("daily_limit", dailyTokens)
                .put("daily_used", usedToday())
                .put("burst_limit", options.burst())
                .put("total_used", total.tokens)
                .put("calls", total.calls)
                .put("refused", refused)
                .put("by_day", byDay)
                .put("by_route", byRoute);
    }

    private long left() {
        return emptyDay.equals(today()) ? 0 : dailyTokens - usedToday();
    }

    private long usedToday() {
        var tally = days.get(today());
        return tally == null ? 0 : tally.tokens;
    }

    private LocalDate today() {
        return LocalDate.ofInstant(options.clock().instant(), ZoneOffset.UTC);
    }

    private Deque<Instant> recent(Caller caller) {
        var now = options.clock().instant();
        var recent = calls.computeIfAbsent(caller.token(), any -> new ArrayDeque<>());
        while (!recent.isEmpty() && !recent.getFirst().plus(WINDOW).isAfter(now)) {
            recent.removeFirst();
        }
        return recent;
    }
}

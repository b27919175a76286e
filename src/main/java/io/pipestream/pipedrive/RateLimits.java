package io.pipestream.pipedrive;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

/**
 * What the headers of an answer say of the limits. Those of the day are not documented and can be missing.
 *
 * @param daily     tokens of the account per day
 * @param remaining of them, for everybody
 * @param calls     that the credential may still make in the running two seconds
 * @param reset     until it may make more; 2 s where the header is missing, 10 s at most
 */
record RateLimits(
        @Nullable Long daily,
        @Nullable Long remaining,
        @Nullable Long calls,
        Duration reset) {

    private static final Duration USUAL_RESET = Duration.ofSeconds(2);
    private static final long LONGEST_RESET_SECONDS = 10;

    static RateLimits of(HttpHeaders headers) {
        var reset = number(headers, "x-ratelimit-reset");
        return new RateLimits(
                number(headers, "x-daily-ratelimit-token-limit"),
                number(headers, "x-daily-ratelimit-token-remaining"),
                number(headers, "x-ratelimit-remaining"),
                reset == null ? USUAL_RESET : Duration.ofSeconds(Math.clamp(reset, 1, LONGEST_RESET_SECONDS)));
    }

    /** Nothing is left until midnight, as opposed to too many calls at once. */
    boolean isDaySpent() {
        return remaining != null && remaining <= 0;
    }

    boolean areCallsUsedUp() {
        return calls != null && calls <= 0;
    }

    private static @Nullable Long number(HttpHeaders headers, String name) {
        try {
            OptionalLong value = headers.firstValueAsLong(name);
            return value.isPresent() ? value.getAsLong() : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}

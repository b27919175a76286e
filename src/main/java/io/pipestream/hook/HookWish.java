package io.pipestream.hook;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * What a hook is to be. In a change, what is missing or null stays as it is.
 *
 * @param name        for people; the URL's host if a new one has none
 * @param url         https, of a public address unless settings allow more
 * @param trigger     a slug of {@code GET /api/triggers}
 * @param filter      an expression; an empty one takes every event of the trigger
 * @param content     what a call's body is; the payload alone unless told otherwise
 * @param ordered     whether a record's next event waits until the one before is delivered or given up
 * @param concurrency calls at once, of each instance
 * @param rate        calls a second, of each instance; 0 for no limit
 */
public record HookWish(
        @Nullable @Size(min = 1, max = HookWish.LONGEST_NAME)
        String name,

        @Nullable @Size(min = 1, max = HookWish.LONGEST_URL) String url,

        @Nullable @Size(min = 1, max = HookWish.LONGEST_TRIGGER)
        String trigger,

        @Nullable @Size(max = HookWish.LONGEST_FILTER) String filter,
        @Nullable HookContent content,
        @Nullable Boolean ordered,
        @Nullable @Min(1) @Max(HookWish.MOST_CALLS_AT_ONCE) Integer concurrency,
        @Nullable @Min(0) @Max(HookWish.MOST_CALLS_A_SECOND) Integer rate) {

    public static final int LONGEST_NAME = 200;

    public static final int LONGEST_URL = 2000;

    public static final int LONGEST_TRIGGER = 200;

    public static final int LONGEST_FILTER = 4000;

    public static final int MOST_CALLS_AT_ONCE = 50;

    public static final int MOST_CALLS_A_SECOND = 10_000;
}

package io.pipestream.console;

import io.pipestream.hook.DeliveryLog;
import io.pipestream.hook.HookContent;
import io.pipestream.hook.HookState;
import io.pipestream.hook.HookView;
import io.pipestream.hook.TestResult;
import io.quarkus.qute.TemplateExtension;
import org.jspecify.annotations.Nullable;

/** How hooks are doing, in words, and what to do about it. */
@TemplateExtension
final class HookWords {

    private HookWords() {}

    static boolean enabled(HookView hook) {
        return hook.state() == HookState.ENABLED;
    }

    static String words(HookView hook) {
        var by = hook.disabledBy();
        if (by != null) {
            return switch (by) {
                case OPERATOR -> "disabled";
                case FAILURES -> "disabled after failures";
                case GONE -> "wants no more calls";
            };
        }
        return hook.pausedUntil() != null ? "held off" : hook.consecutiveFailures() > 0 ? "failing" : "delivering";
    }

    static String kind(HookView hook) {
        var by = hook.disabledBy();
        if (by != null) {
            return switch (by) {
                case OPERATOR -> "off";
                case FAILURES, GONE -> "bad";
            };
        }
        return hook.pausedUntil() != null || hook.consecutiveFailures() > 0 ? "warn" : "ok";
    }

    /** What it means and what somebody has to do; empty while all is well. */
    static String advice(HookView hook) {
        var by = hook.disabledBy();
        if (by != null) {
            return switch (by) {
                case OPERATOR ->
                    "Somebody disabled it. What waits for it stays; what happens meanwhile is not kept for it. Enable it, then replay what it missed.";
                case FAILURES ->
                    "Every call failed for days, so it is called no more. Mend the endpoint, send it a sample, enable it, then replay what it missed.";
                case GONE ->
                    "The endpoint answered 410: it wants no more calls. Remove the hook; or, if that was a mistake over there, enable it and replay what it missed.";
            };
        }
        if (hook.consecutiveFailures() == 0) {
            return hook.pausedUntil() == null
                    ? ""
                    : "The endpoint asked to be left alone for a while. It goes on by itself.";
        }
        return hook.pausedUntil() == null
                ? "Calls fail. Each is tried again by itself, for three days. The deliveries below say what the endpoint answers."
                : "So many calls failed that it is called only once in a while, until one succeeds. Nothing is lost: what comes waits. The deliveries below say what the endpoint answers.";
    }

    /** Whether it can have missed events. */
    static boolean missed(HookView hook) {
        return hook.disabledBy() != null;
    }

    static String words(HookContent content) {
        return switch (content) {
            case PAYLOAD -> "the trigger's fields alone";
            case EVENT -> "the whole event";
        };
    }

    static boolean whole(HookContent content) {
        return content == HookContent.EVENT;
    }

    static String words(DeliveryLog.State state) {
        return switch (state) {
            case PENDING -> "waiting";
            case DELIVERED -> "delivered";
            case GIVEN_UP -> "given up";
        };
    }

    static String kind(DeliveryLog.State state) {
        return switch (state) {
            case PENDING -> "info";
            case DELIVERED -> "ok";
            case GIVEN_UP -> "bad";
        };
    }

    static String words(DeliveryLog.Attempt attempt) {
        return answer(attempt.status(), attempt.problem(), attempt.millis());
    }

    /** {@code deal 123} of {@code 7301:deal:123}. */
    static String record(DeliveryLog delivery) {
        var key = delivery.key();
        return key.substring(key.indexOf(':') + 1).replace(':', ' ');
    }

    static DeliveryLog.@Nullable Attempt last(DeliveryLog delivery) {
        return delivery.attempts().isEmpty() ? null : delivery.attempts().getLast();
    }

    static String words(TestResult tried) {
        return (tried.accepted() ? "The endpoint took the sample. " : "The endpoint did not take the sample. ")
                + answer(tried.status(), tried.problem(), tried.millis());
    }

    private static String answer(@Nullable Integer status, @Nullable String problem, long millis) {
        var what = problem == null ? "It answered " + status + '.' : problem;
        return what + " (" + millis + " ms)";
    }
}

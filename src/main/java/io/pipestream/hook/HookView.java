package io.pipestream.hook;

import java.time.Instant;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A hook as the API shows it.
 *
 * @param disabledBy          null while it is enabled; so is {@code reason}
 * @param formerSecretUntil   until then the secret before the last rotation signs too; null if there is none
 * @param consecutiveFailures      calls; 0 while all is well
 * @param failingSince        the first of them
 * @param pausedUntil         no call before; null while any may be made
 * @param waiting             deliveries that are to come
 * @param secret              shown once, when it is made
 */
public record HookView(
        UUID id,
        String name,
        String url,
        String trigger,
        @Nullable String filter,
        HookContent content,
        boolean ordered,
        int concurrency,
        int rate,
        HookState state,
        @Nullable DisabledBy disabledBy,
        @Nullable String reason,
        Instant stateSince,
        @Nullable Instant formerSecretUntil,
        int consecutiveFailures,
        @Nullable Instant failingSince,
        @Nullable Instant pausedUntil,
        long waiting,
        Instant createdAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String secret) {

    /** Without its secret. */
    static HookView of(Hook hook, Health health, long waiting, Instant now) {
        return of(hook, health, waiting, now, null);
    }

    static HookView of(Hook hook, Health health, long waiting, Instant now, @Nullable String secret) {
        var isOverlapping = hook.formerUntil != null && now.isBefore(hook.formerUntil);
        return new HookView(
                hook.id,
                hook.name,
                hook.url,
                hook.trigger,
                hook.filter,
                hook.content,
                hook.ordered,
                hook.concurrency,
                hook.rate,
                hook.state,
                hook.disabledBy,
                hook.reason,
                hook.stateSince,
                isOverlapping ? hook.formerUntil : null,
                health.failures(),
                health.failingSince(),
                health.isPaused(now) ? health.pausedUntil() : null,
                waiting,
                hook.createdAt,
                secret);
    }
}

package io.pipestream.hook;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * What a call needs to know of its hook. Secrets are as they are stored.
 *
 * @param room calls that it may have under way in an instance, as its health allows
 */
record Endpoint(
        UUID hookId,
        String url,
        String trigger,
        HookContent content,
        boolean ordered,
        int room,
        int rate,
        String secret,
        @Nullable String formerSecret,
        @Nullable Instant formerUntil) {

    static Endpoint of(Hook hook, int room) {
        return new Endpoint(
                hook.id,
                hook.url,
                hook.trigger,
                hook.content,
                hook.ordered,
                room,
                hook.rate,
                hook.secret,
                hook.formerSecret,
                hook.formerUntil);
    }

    /** Keeps secrets out of logs. */
    @Override
    public String toString() {
        return "Endpoint[" + hookId + ']';
    }
}

package io.pipestream.hook;

import java.net.URI;
import java.util.function.Consumer;

import io.pipestream.platform.Problems;
import io.pipestream.trigger.Filter;
import io.pipestream.trigger.Triggers;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;
import org.jspecify.annotations.Nullable;

/** Looks at what a hook is to be before it is. Each method throws a problem if it cannot be that. */
@Singleton
class HookRules {

    private static final int CONCURRENCY = 8;

    private final Triggers triggers;
    private final Calls calls;

    HookRules(Triggers triggers, Calls calls) {
        this.triggers = triggers;
        this.calls = calls;
    }

    /** What writes a wish into a new row. */
    Consumer<Hook> ofNew(HookWish wish) throws InterruptedException {
        var url = wish.url();
        var trigger = wish.trigger();
        if (url == null || trigger == null) {
            throw Problems.of(Status.BAD_REQUEST, "hook-incomplete", "A new hook needs a url and a trigger.");
        }
        var write = ofChange(wish);
        return hook -> {
            hook.name = URI.create(url).getHost();
            hook.content = HookContent.PAYLOAD;
            hook.ordered = false;
            hook.concurrency = CONCURRENCY;
            hook.rate = 0;
            write.accept(hook);
        };
    }

    /** What writes a wish into a row that is there. */
    Consumer<Hook> ofChange(HookWish wish) throws InterruptedException {
        checkUrl(wish.url());
        checkTrigger(wish.trigger());
        checkFilter(wish.filter());
        return hook -> {
            hook.name = or(wish.name(), hook.name);
            hook.url = or(wish.url(), hook.url);
            hook.trigger = or(wish.trigger(), hook.trigger);
            if (wish.filter() != null) {
                hook.filter = wish.filter().isBlank() ? null : wish.filter();
            }
            hook.content = or(wish.content(), hook.content);
            hook.ordered = or(wish.ordered(), hook.ordered);
            hook.concurrency = or(wish.concurrency(), hook.concurrency);
            hook.rate = or(wish.rate(), hook.rate);
        };
    }

    private static <T> T or(@Nullable T wanted, T there) {
        return wanted == null ? there : wanted;
    }

    private void checkUrl(@Nullable String url) throws InterruptedException {
        if (url == null) {
            return;
        }
        try {
            calls.check(url);
        } catch (ForbiddenDestinationException e) {
            throw Problems.of(
                    Status.BAD_REQUEST, "hook-url-forbidden", "It must not be called, because " + e.getMessage() + '.');
        }
    }

    private void checkTrigger(@Nullable String slug) {
        if (slug != null && triggers.bySlug(slug).isEmpty()) {
            throw Problems.notFound("trigger", slug);
        }
    }

    /** What is wrong with it is told by whoever reads it. */
    private static void checkFilter(@Nullable String expression) {
        if (expression != null && !expression.isBlank()) {
            Filter.compile(expression);
        }
    }
}

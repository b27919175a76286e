package io.pipestream.hook;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import io.pipestream.hook.HookReplayRepository.Mark;
import io.pipestream.journal.PendingEvent;
import io.pipestream.platform.Problems;
import io.pipestream.trigger.Filter;
import io.pipestream.trigger.Trigger;
import io.pipestream.trigger.Triggers;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;
import org.jspecify.annotations.Nullable;

/** The door by which a replay comes to a hook: its events become deliveries, once each. */
@Singleton
public class HookReplays {

    private final HookReplayRepository repository;
    private final HookStore hooks;
    private final Triggers triggers;
    private final Messages messages;
    private final HookWorker worker;
    private final Clock clock;

    HookReplays(
            HookReplayRepository repository,
            HookStore hooks,
            Triggers triggers,
            Messages messages,
            HookWorker worker,
            Clock clock) {
        this.repository = repository;
        this.hooks = hooks;
        this.triggers = triggers;
        this.messages = messages;
        this.worker = worker;
        this.clock = clock;
    }

    /** Throws 404 {@code hook-not-found}. */
    public void check(UUID hookId) {
        hooks.get(hookId);
    }

    /**
     * One tenure of a replay. For one thread.
     *
     * @param after its events are behind this one
     * @return empty if the hook was removed
     */
    public Optional<Tenure> open(UUID replayId, UUID hookId, long after) {
        return repository.open(replayId, hookId, after).map(mark -> {
            var hook = hooks.get(hookId);
            var filter = hook.filter == null ? null : Filter.compile(hook.filter);
            return new Tenure(replayId, triggers.bySlug(hook.trigger).orElse(null), filter, mark);
        });
    }

    /** A replay in the hands of whoever runs it. */
    public final class Tenure {

        private final UUID replayId;
        private final @Nullable Trigger trigger;
        private final @Nullable Filter filter;
        private Mark mark;

        private Tenure(UUID replayId, @Nullable Trigger trigger, @Nullable Filter filter, Mark mark) {
            this.replayId = replayId;
            this.trigger = trigger;
            this.filter = filter;
            this.mark = mark;
        }

        /** Sequence number up to which its events are deliveries. */
        public long through() {
            return mark.through();
        }

        /** How many events that were, those that the hook does not want included. */
        public long lookedAt() {
            return mark.lookedAt();
        }

        /**
         * Makes deliveries of those that the hook wants, by its trigger and filter.
         *
         * @param events the next of the replay, none left out
         * @throws io.quarkiverse.resteasy.problem.HttpProblem 404 {@code hook-not-found}, or 503 {@code busy} if somebody else
         *     has taken the replay over
         */
        public void add(List<PendingEvent> events) {
            var next = new Mark(events.getLast().seq(), mark.lookedAt() + events.size());
            var wanted = events.stream().filter(this::isWanted).toList();
            if (!repository.add(replayId, mark, next, wanted, clock.instant())) {
                throw Problems.of(
                        Status.SERVICE_UNAVAILABLE,
                        "busy",
                        "Another instance runs this replay, or the hook was removed.");
            }
            mark = next;
            worker.wake();
        }

        private boolean isWanted(PendingEvent event) {
            return trigger != null
                    && trigger.type().equals(event.type())
                    && (filter == null || filter.matches(messages.parse(event.record())));
        }
    }
}

package io.pipestream.hook;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.pipestream.hook.HealthRepository.Standing;
import io.pipestream.platform.Cursor;
import io.pipestream.platform.Problems;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;
import org.jspecify.annotations.Nullable;

/** The endpoints that triggers are pushed to, for the API and for pages. What is asked in vain is told by problems. */
@Singleton
public class Hooks {

    private final HookStore store;
    private final HookRules rules;
    private final HealthRepository healths;
    private final LogRepository log;
    private final HookTrial trial;
    private final HookWorker worker;
    private final HookConfig config;
    private final Clock clock;

    Hooks(
            HookStore store,
            HookRules rules,
            HealthRepository healths,
            LogRepository log,
            HookTrial trial,
            HookWorker worker,
            HookConfig config,
            Clock clock) {
        this.store = store;
        this.rules = rules;
        this.healths = healths;
        this.log = log;
        this.trial = trial;
        this.worker = worker;
        this.config = config;
        this.clock = clock;
    }

    /**
     * A secret, shown this once.
     *
     * @param formerSecretUntil until then the one before signs too
     */
    public record NewSecret(String secret, @Nullable Instant formerSecretUntil) {}

    /**
     * A page of what a hook was sent.
     *
     * @param nextCursor hand it back to read on; null on the last page
     */
    public record Deliveries(
            List<DeliveryLog> data, @Nullable String nextCursor) {}

    /** All of them and how they are doing. */
    public List<HookView> all() {
        var standings = healths.standings(null);
        return store.all().stream()
                .map(hook -> view(hook, standings.getOrDefault(hook.id, Standing.NEW)))
                .toList();
    }

    /** Throws 404 {@code hook-not-found}, as everything below does. */
    public HookView get(UUID id) {
        return view(store.get(id));
    }

    /**
     * Pushes a trigger to a URL from now on.
     *
     * @param wish within the limits that it declares
     * @return with the secret that signs, this once
     */
    public HookView add(HookWish wish) throws InterruptedException {
        var fill = rules.ofNew(wish);
        var secret = Signature.newSecret();
        var hook = store.add(secret, fill);
        worker.wake();
        return HookView.of(hook, Health.GOOD, 0, clock.instant(), secret);
    }

    /** What the wish leaves out stays. */
    public HookView change(UUID id, HookWish wish) throws InterruptedException {
        var hook = store.change(id, rules.ofChange(wish));
        worker.wake();
        return view(hook);
    }

    /** With everything that was to be delivered to it. */
    public void remove(UUID id) {
        store.remove(id);
    }

    /** Goes on with what waits, and with what happens from now on. */
    public HookView enable(UUID id) {
        var hook = store.enable(id);
        worker.wake();
        return view(hook);
    }

    /** Calls it no more; what waits stays, what happens meanwhile is not kept for it. */
    public HookView disable(UUID id, @Nullable String reason) {
        return view(store.disable(id, reason));
    }

    /** For a while calls are signed with the new secret and with the one before. */
    public NewSecret rotate(UUID id) {
        var secret = Signature.newSecret();
        return new NewSecret(secret, store.rotate(id, secret, config.secretOverlap()).formerUntil);
    }

    /** Sends a marked sample now, enabled or not; nothing of it is logged or tried again. */
    public TestResult test(UUID id) throws InterruptedException {
        return trial.run(store.get(id));
    }

    /**
     * What it was sent, newest first, with what came of each call.
     *
     * @param state null for all
     */
    public Deliveries deliveries(UUID id, DeliveryLog.@Nullable State state, @Nullable String cursor, int size) {
        var before = Cursor.seq(cursor, Long.MAX_VALUE);
        store.get(id);
        var found = log.page(id, before, state, size + 1);
        return found.size() <= size
                ? new Deliveries(found, null)
                : new Deliveries(
                        found.subList(0, size), Cursor.of(found.get(size - 1).id()));
    }

    /** Sends it again now, whatever became of it. Throws 409 {@code hook-disabled}, and 404 {@code hook-delivery-not-found}. */
    public DeliveryLog redeliver(UUID id, long delivery) {
        if (store.get(id).state == HookState.DISABLED) {
            throw Problems.of(Status.CONFLICT, "hook-disabled", "The hook is disabled: enable it first.");
        }
        if (!log.redeliver(id, delivery, clock.instant())) {
            throw Problems.notFound("hook-delivery", delivery);
        }
        worker.wake();
        var logged = log.find(id, delivery);
        if (logged == null) {
            throw Problems.notFound("hook-delivery", delivery);
        }
        return logged;
    }

    private HookView view(Hook hook) {
        return view(hook, healths.standings(hook.id).getOrDefault(hook.id, Standing.NEW));
    }

    private HookView view(Hook hook, Standing standing) {
        return HookView.of(hook, standing.health(), standing.waiting(), clock.instant());
    }
}

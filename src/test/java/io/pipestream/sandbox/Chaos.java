package io.pipestream.sandbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A bounded time of random trouble, in real time: every so often another set of faults, and spread over the time some
 * bans and deletions of webhooks. It ends with no faults; a ban that has begun runs on. The seed repeats the plan, not
 * the traffic it meets.
 */
final class Chaos {

    private final Vertx vertx;
    private final Deliverer deliverer;
    private final WebhookRegistry registry;
    private final SandboxOptions options;
    private @Nullable Run run;

    Chaos(Vertx vertx, SandboxOptions options, World world) {
        this.vertx = vertx;
        this.options = options;
        this.deliverer = world.deliverer();
        this.registry = world.registry();
    }

    private static final class Run {

        private final ChaosPlan plan;
        private final SplittableRandom chance;
        private final Set<Integer> bans;
        private final Set<Integer> deletions;
        private final Map<String, Integer> done = new TreeMap<>();
        private long timer;
        private int step;
        private boolean running = true;

        private Run(ChaosPlan plan) {
            this.plan = plan;
            this.chance = new SplittableRandom(plan.seed());
            this.bans = moments(plan.bans());
            this.deletions = moments(plan.deletions());
        }

        /** Steps of their own, as far as there are enough. */
        private Set<Integer> moments(int wanted) {
            var chosen = new HashSet<Integer>();
            while (chosen.size() < Math.min(wanted, plan.steps())) {
                chosen.add(chance.nextInt(plan.steps()));
            }
            return chosen;
        }

        private void count(String what) {
            done.merge(what, 1, Integer::sum);
        }
    }

    JsonObject start(ChaosPlan plan) {
        stop();
        var begun = new Run(plan);
        run = begun;
        begun.timer = vertx.setPeriodic(plan.every().toMillis(), timer -> step(begun));
        step(begun);
        return json();
    }

    /** Ends it now; does nothing when none runs. */
    JsonObject stop() {
        if (run != null && run.running) {
            end(run);
        }
        return json();
    }

    private void end(Run ended) {
        vertx.cancelTimer(ended.timer);
        ended.running = false;
        deliverer.faults(Faults.none());
    }

    private void step(Run current) {
        if (current.step >= current.plan.steps()) {
            end(current);
            return;
        }
        if (current.bans.contains(current.step)) {
            var chosen = anyOf(current);
            if (chosen != null) {
                chosen.ban(options.clock().instant());
                current.count("ban");
            }
        }
        if (current.deletions.contains(current.step)) {
            var chosen = anyOf(current);
            if (chosen != null) {
                deliverer.remove(chosen.id());
                current.count("delete");
            }
        }
        current.step++;
        var faults = current.plan.faults(current.chance, ids(current.plan));
        faults.names().forEach(current::count);
        deliverer.faults(faults);
    }

    private @Nullable Webhook anyOf(Run current) {
        var ids = ids(current.plan);
        return ids.isEmpty() ? null : registry.find(ids.get(current.chance.nextInt(ids.size())));
    }

    private List<Long> ids(ChaosPlan plan) {
        var ids = new ArrayList<Long>();
        for (var webhook : registry.all()) {
            if (webhook.url().startsWith(plan.only())) {
                ids.add(webhook.id());
            }
        }
        return ids;
    }

    JsonObject json() {
        var current = run;
        if (current == null) {
            return new JsonObject().put("running", false);
        }
        var done = new JsonObject();
        current.done.forEach(done::put);
        var left = current.plan.every().multipliedBy(Math.max(0, current.plan.steps() - current.step));
        return new JsonObject()
                .put("running", current.running)
                .put("seed", current.plan.seed())
                .put("steps", current.step)
                .put("of", current.plan.steps())
                .put("left", (current.running ? left : Duration.ZERO).toString())
                .put("done", done);
    }
}

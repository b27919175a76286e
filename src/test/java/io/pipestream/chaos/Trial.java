package io.pipestream.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One run of the suite: load, faults, rest, check. */
final class Trial {

    private static final Duration ANSWER_LIMIT = Duration.ofMinutes(3);
    private static final Duration SETTLE_LIMIT = Duration.ofMinutes(4);
    private static final Duration LOOK = Duration.ofSeconds(10);

    /** Load before the first fault and after the last is mended, so that there is something to disturb and to recover. */
    private static final Duration CALM = Duration.ofSeconds(5);

    private final Plan plan;
    private final Consumer<String> progress;
    private final long begin = System.nanoTime();

    /**
     * What to do.
     *
     * @param folder    keeps everything; empty or missing
     * @param jar       the packaged service
     * @param records   how many deals are changed side by side
     * @param rate      deliveries a second at most
     * @param variables added to the environment of the replicas
     */
    record Plan(
            Path folder,
            Path jar,
            int replicas,
            int records,
            double rate,
            Schedule schedule,
            Map<String, String> variables) {}

    Trial(Plan plan, Consumer<String> progress) {
        this.plan = plan;
        this.progress = progress;
    }

    Result run() throws Exception {
        say("starting Postgres, Kafka, a simulated Pipedrive and " + plan.replicas() + " replicas");
        var ledger = new Ledger();
        var answers = new Answers();
        var outages = new Outages();
        var fencing = new Fencing();
        try (var cluster = Cluster.start(
                        new Cluster.Plan(plan.folder(), plan.folder(), plan.jar(), plan.replicas(), plan.variables()));
                var load = new Load(ledger, answers, outages, cluster.doors(), cluster.replicas(), plan.rate());
                var disturber = new Disturber(cluster, outages, this::say);
                var looks = Executors.newSingleThreadScheduledExecutor()) {
            load.start(plan.records());
            everySoOften(looks, () -> {
                fencing.look(cluster.replicas());
                say(disturber.kills() + " kills; " + line(answers.count()));
            });
            TimeUnit.NANOSECONDS.sleep(CALM.toNanos());
            var begun = System.nanoTime();
            disturber.run(plan.schedule().faults());
            disturber.awaitMended();
            var disturbed = since(begun);
            say("all mended");
            TimeUnit.NANOSECONDS.sleep(CALM.toNanos());
            var isAnswered = load.finish(ANSWER_LIMIT);
            var loaded = since(begun).plus(CALM);
            looks.shutdownNow();
            fencing.look(cluster.replicas());
            say("load ended; " + line(answers.count()));
            var settling = System.nanoTime();
            var missing =
                    new Settling(cluster.database(), cluster.bootstrapServers()).await(ledger.answered(), SETTLE_LIMIT);
            var settled = since(settling);
            say("checking");
            var findings = new Checker(cluster.database(), cluster.bootstrapServers()).check(ledger.chains());
            return new Result(
                    plan,
                    disturber.kills(),
                    answers.count(),
                    findings,
                    isAnswered ? missing : "some changes were never answered",
                    fencing.total(),
                    cluster.replicas().stream().mapToInt(Replica::failedStarts).sum(),
                    new Result.Times(disturbed, loaded, settled),
                    new JournalScan(cluster.database()).version());
        }
    }

    private void everySoOften(ScheduledExecutorService looks, Runnable look) {
        var unused = looks.scheduleWithFixedDelay(
                () -> {
                    try {
                        look.run();
                    } catch (RuntimeException e) {
                        say("no look: " + e);
                    }
                },
                LOOK.toMillis(),
                LOOK.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private static String line(Answers.Count count) {
        return String.format(
                Locale.ROOT,
                "%,d answered 2xx, %,d other answers, %,d connections failed, %,d without an answer",
                count.kept(),
                count.refusals(),
                count.unconnected(),
                count.silences());
    }

    private void say(String line) {
        progress.accept(String.format(Locale.ROOT, "%6.0f s  %s", since(begin).toMillis() / 1e3, line));
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}

package io.pipestream.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.pipestream.embedded.RunFile;
import io.pipestream.embedded.UpProcess;
import io.pipestream.support.ManagementApi;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;

/** Loads the floor and the running service in turn, and counts afterwards what is in the topic. */
final class Bench {

    /** After five seconds the JIT compiler still takes a good part of two processors. */
    private static final Duration FLOOR_WARM_UP = Duration.ofSeconds(10);

    /**
     * What happens once for a batch, in the service and in Kafka, is compiled only after many batches: at a minute the
     * compiler still took a third of the service's time, after two minutes a twentieth.
     */
    private static final Duration PRODUCT_WARM_UP = Duration.ofMinutes(2);

    /**
     * Postgres' buffers have all been used by then, the 2 GB that the embedded server takes at most: a process waits for the
     * kernel on each page that it touches for the first time, which a server that runs for days has behind it.
     */
    private static final long WARM_UP_DELIVERIES = 600_000;

    private static final Duration MORE_WARM_UP = Duration.ofSeconds(30);
    private static final Duration WARM_UP_LIMIT = Duration.ofMinutes(5);

    private static final Duration DRAIN_LIMIT = Duration.ofMinutes(5);
    private static final int ROUNDS = 2;

    private final RunFile run;
    private final UpProcess.Parts parts;
    private final ManagementApi api;
    private final Duration window;
    private final int connections;
    private final Bodies bodies;
    private final Path floorJar;
    private final PrintStream out;

    Bench(
            RunFile run,
            UpProcess.Parts parts,
            Duration window,
            int connections,
            Bodies bodies,
            Path floorJar,
            PrintStream out) {
        this.run = run;
        this.parts = parts;
        this.api = new ManagementApi(run.service(), run.adminKey());
        this.window = window;
        this.connections = connections;
        this.bodies = bodies;
        this.floorJar = floorJar;
        this.out = out;
    }

    Report run() throws IOException {
        var service = Target.newDeals(run);
        try (var floorProcess = FloorProcess.start(floorJar);
                var topic = new TopicTally(run.kafka());
                var load = new LoadGenerator(connections, bodies)) {
            var floorTarget = new Target(floorProcess.url(), service.authorization());
            var before = topic.ends();
            load("warm-up", "floor", load, floorTarget, FLOOR_WARM_UP);
            var warmUp = warmUp(load, service);
            drain();
            var floor = Window.empty();
            var product = Window.empty();
            var floorCpu = CpuTime.of(floorProcess.handle());
            var productCpu = CpuTime.of(parts);
            var floorTook = CpuTime.none();
            var productTook = CpuTime.none();
            var looks = new ArrayList<Look>();
            for (int round = 1; round <= ROUNDS; round++) {
                var name = "round " + round;
                var begin = floorCpu.get();
                floor = floor.and(load(name, "floor", load, floorTarget, window));
                floorTook = floorTook.and(floorCpu.get().since(begin));
                begin = productCpu.get();
                var loaded = load(name, "product", load, service, window);
                product = product.and(loaded);
                // Before the next floor, which would otherwise share the processors with the rest of this.
                looks.add(new Look(loaded, warmUp.kept() + product.kept(), topic.ends(), drain()));
                // With what the window left to Kafka, which is its work too.
                productTook = productTook.and(productCpu.get().since(begin));
            }
            say("reading the topic");
            var count = topic.count(before, looks.stream().map(Look::ends).toList(), bodies.first());
            var rounds = new ArrayList<Report.Round>();
            for (int i = 0; i < looks.size(); i++) {
                rounds.add(looks.get(i).round(count.early().get(i)));
            }
            return new Report(
                    connections, floor, floorTook, product, productTook, rounds, warmUp.kept() + product.kept(), count);
        }
    }

    /** The end of a window of the service: all events until then, and how far the topic could be read. */
    private record Look(Window window, long kept, Map<TopicPartition, Long> ends, double drainSeconds) {

        Report.Round round(long readable) {
            return new Report.Round(window, kept - readable, drainSeconds);
        }
    }

    private Window warmUp(LoadGenerator load, Target service) {
        var warmUp = load("warm-up", "product", load, service, PRODUCT_WARM_UP);
        while (warmUp.kept() < WARM_UP_DELIVERIES && warmUp.seconds() < WARM_UP_LIMIT.toSeconds()) {
            warmUp = warmUp.and(load("warm-up", "product", load, service, MORE_WARM_UP));
        }
        return warmUp;
    }

    private Window load(String phase, String name, LoadGenerator load, Target target, Duration duration) {
        var window = load.run(target, duration);
        say(String.format(
                Locale.ROOT,
                "%-8s %-8s %8.0f req/s  p50 %.1f ms  p99 %.1f ms  not 204: %d",
                phase,
                name,
                window.perSecond(),
                window.percentile(50),
                window.percentile(99),
                window.failed()));
        return window;
    }

    /** Waits until Kafka has acknowledged every stored event; returns how long that took, in seconds. */
    private double drain() {
        var begin = System.nanoTime();
        Awaitility.await("the outbox is drained")
                .atMost(DRAIN_LIMIT)
                .pollDelay(Duration.ZERO)
                .pollInterval(100, TimeUnit.MILLISECONDS)
                .until(() -> api.metric("pipestream_events_published_total", "")
                        >= api.metric("pipestream_events_stored_total", ""));
        return (System.nanoTime() - begin) / 1e9;
    }

    private void say(String line) {
        out.println("  " + line);
    }
}

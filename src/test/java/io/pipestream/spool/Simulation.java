package io.pipestream.spool;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A simulated Postgres, Kafka and network, under which simulated instances run the real rules. Everything that happens
 * comes from one seed. Times are in milliseconds.
 */
final class Simulation {

    /** What a run is about: the rules as they are, or without one of them. */
    record Rules(Duration heldAnswer, Duration spooledAnswer, boolean askKafka, boolean clockBeforeDirt) {

        static final Rules ALL = new Rules(Promise.HELD_ANSWER, Promise.SPOOLED_ANSWER, true, true);

        Rules answering(Duration held, Duration spooled) {
            return new Rules(held, spooled, askKafka, clockBeforeDirt);
        }

        Rules withoutAskingKafka() {
            return new Rules(heldAnswer, spooledAnswer, false, clockBeforeDirt);
        }

        Rules withRowsDatedLate() {
            return new Rules(heldAnswer, spooledAnswer, askKafka, false);
        }
    }

    /** What goes wrong. */
    enum Weather {
        /** Anything at any time. */
        MIXED(30),
        /** The same, and a fifth of all messages are slow. */
        SLOW(200),
        /** Postgres stands still; when it goes on with what was sent to it meanwhile, Kafka is killed. */
        STALLS(30);

        /** Of a thousand messages, how many take up to one and a half seconds. */
        private final int slow;

        Weather(int slow) {
            this.slow = slow;
        }
    }

    /** One change of a record; a client sends the next one only after this one was answered. */
    record Change(int record, int number) {}

    /** Something on its way into the journal. */
    record Waiting(Change change, long time, Duration later) implements Merge.Kept {
        @Override
        public Instant order() {
            return Instant.ofEpochMilli(time).plus(later);
        }
    }

    /** How the ways were used, so that a test can tell that it has tested something. */
    record Outcome(int disorder, int lost, int answered, Map<Outlook.Way, Integer> ways, int clearByRows) {}

    static final String TOPIC = "spool";

    private record Event(long at, long order, Runnable action) {}

    private record Held(Waiting waiting, long since) {}

    private record Row(long seenAt, boolean dirty) {}

    final Random random;
    final Rules rules;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
    private long now;
    private long order;

    final Server postgres = new Server();
    final Server kafka = new Server();

    // What is on Postgres' disk.
    final Set<Change> journal = new LinkedHashSet<>();
    private final List<Held> held = new ArrayList<>();
    private final Map<UUID, Row> rows = new HashMap<>();
    private long drained;

    // What is on Kafka's.
    final List<Waiting> spool = new ArrayList<>();

    final Set<Change> answered = new LinkedHashSet<>();
    final Map<Outlook.Way, Integer> ways = new HashMap<>();
    int clearByRows;
    private final List<Instance> instances = new ArrayList<>();
    private boolean healed;

    private final Weather weather;

    Simulation(long seed, Rules rules, Weather weather) {
        this.random = new Random(seed);
        this.rules = rules;
        this.weather = weather;
    }

    /** A server that can be killed, or stopped where it is and go on later with what was sent to it meanwhile. */
    static final class Server {

        private boolean up = true;
        private boolean paused;
        private final Deque<Runnable> waiting = new ArrayDeque<>();

        private void arrive(Runnable request) {
            if (up && paused) {
                waiting.add(request);
            } else if (up) {
                request.run();
            }
        }

        private void kill() {
            up = false;
            paused = false;
            waiting.clear();
        }

        private void heal() {
            up = true;
            paused = false;
            while (!waiting.isEmpty()) {
                waiting.poll().run();
            }
        }
    }

    long now() {
        return now;
    }

    long nanos() {
        return now * 1_000_000;
    }

    void in(long millis, Runnable action) {
        events.add(new Event(now + millis, order++, action));
    }

    /** Mostly quick, now and then slow, and seldom so slow that the caller has long given up. */
    long latency() {
        var kind = random.nextInt(1_000);
        if (kind < 3) {
            return random.nextInt(8_000);
        }
        return kind < weather.slow ? random.nextInt(1_500) : 1 + random.nextInt(12);
    }

    /** A request over the network: the server may do it although the caller hears nothing, and long after. */
    <T> void call(
            Instance caller, Server server, Supplier<T> work, Consumer<T> answer, Runnable failure, long timeout) {
        var done = new boolean[1];
        in(latency(), () -> {
            if (caller.isCutFrom(server)) {
                return;
            }
            server.arrive(() -> {
                var result = work.get();
                in(latency(), () -> {
                    if (!done[0] && caller.isAlive() && !caller.isCutFrom(server) && server.up) {
                        done[0] = true;
                        answer.accept(result);
                    }
                });
            });
            if (!server.up) {
                in(latency(), () -> fail(caller, done, failure));
            }
        });
        in(timeout, () -> fail(caller, done, failure));
    }

    private static void fail(Instance caller, boolean[] done, Runnable failure) {
        if (!done[0] && caller.isAlive()) {
            done[0] = true;
            failure.run();
        }
    }

    // What Postgres does; each is one transaction.

    record Snapshot(Look.Seen seen, long clock) {}

    Snapshot look(UUID instance) {
        var others = rows.entrySet().stream()
                .filter(row -> !row.getKey().equals(instance))
                .map(row -> new Keeper(
                        row.getKey(),
                        Duration.ofMillis(now - row.getValue().seenAt()),
                        row.getValue().dirty()))
                .toList();
        var oldest = held.stream().mapToLong(Held::since).min().stream()
                .mapToObj(since -> Duration.ofMillis(now - since))
                .findFirst()
                .orElse(null);
        return new Snapshot(new Look.Seen(oldest, new Place(TOPIC, drained), others), now);
    }

    boolean hold(Waiting waiting) {
        return held.add(new Held(waiting, now));
    }

    /** What is held, the oldest first. */
    List<Waiting> held() {
        return held.stream()
                .map(Held::waiting)
                .sorted(Comparator.comparing(Waiting::order))
                .toList();
    }

    boolean write(UUID instance, long seenAt, boolean dirty) {
        rows.put(instance, new Row(seenAt, dirty));
        return true;
    }

    boolean remove(UUID instance) {
        rows.remove(instance);
        return true;
    }

    long drained() {
        return drained;
    }

    boolean drained(List<Waiting> fromHeld, long to) {
        held.removeIf(one -> fromHeld.contains(one.waiting()));
        drained = Math.max(drained, to);
        return true;
    }

    // The run.

    Outcome run(int instanceCount, int clients, long millis) {
        for (int i = 0; i < instanceCount; i++) {
            instances.add(new Instance(this));
        }
        instances.forEach(Instance::start);
        for (int client = 0; client < clients; client++) {
            send(new Change(client, 0));
        }
        in(random.nextInt(4_000), weather == Weather.STALLS ? this::stall : this::trouble);
        in(millis, this::healAll);
        while (!events.isEmpty() && now < millis + 60_000) {
            var event = events.poll();
            now = event.at();
            event.action().run();
        }
        return outcome();
    }

    private void send(Change change) {
        if (healed) {
            return;
        }
        var instance = instances.get(random.nextInt(instances.size()));
        var done = new boolean[1];
        Runnable again = () -> {
            if (!done[0]) {
                done[0] = true;
                in(random.nextInt(800), () -> send(change));
            }
        };
        in(
                1 + random.nextInt(5),
                () -> instance.receive(
                        change,
                        () -> in(1 + random.nextInt(5), () -> {
                            answered.add(change);
                            if (!done[0]) {
                                done[0] = true;
                                in(random.nextInt(300), () -> send(new Change(change.record(), change.number() + 1)));
                            }
                        }),
                        again));
        in(10_000, again);
    }

    /** Breaks or mends something, again and again. */
    private void trouble() {
        if (healed) {
            return;
        }
        var instance = instances.get(random.nextInt(instances.size()));
        var server = random.nextBoolean() ? postgres : kafka;
        switch (random.nextInt(10)) {
            case 0, 1 -> server.kill();
            case 2 -> server.paused = server.up;
            case 3, 4 -> instance.cut(server);
            case 5 -> instance.crash();
            case 6 -> instance.stop();
            default -> {
                server.heal();
                instance.mend(server);
            }
        }
        in(random.nextInt(random.nextBoolean() ? 600 : 6_000), this::trouble);
    }

    private void stall() {
        if (healed) {
            return;
        }
        postgres.paused = true;
        in(1_000 + random.nextInt(6_000), () -> {
            if (!healed) {
                kafka.kill();
            }
            postgres.heal();
            in(1_000 + random.nextInt(6_000), () -> {
                kafka.heal();
                in(1_000 + random.nextInt(4_000), this::stall);
            });
        });
    }

    private void healAll() {
        healed = true;
        postgres.heal();
        kafka.heal();
        for (var instance : instances) {
            instance.mend(postgres);
            instance.mend(kafka);
        }
    }

    private Outcome outcome() {
        var newest = new HashMap<Integer, Integer>();
        int disorder = 0;
        for (var change : journal) {
            var before = newest.merge(change.record(), change.number(), Math::max);
            if (before > change.number()) {
                disorder++;
            }
        }
        var lost = answered.stream().filter(change -> !journal.contains(change)).count();
        return new Outcome(disorder, (int) lost, answered.size(), ways, clearByRows);
    }
}

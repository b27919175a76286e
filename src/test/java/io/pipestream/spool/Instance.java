package io.pipestream.spool;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import io.pipestream.spool.Simulation.Change;
import io.pipestream.spool.Simulation.Snapshot;
import io.pipestream.spool.Simulation.Waiting;
import org.jspecify.annotations.Nullable;

/** A simulated instance: it looks, takes deliveries and drains, by the rules of the service. */
final class Instance {

    private static final int BATCH = 4;

    private final Simulation world;
    private final Set<Simulation.Server> cut = new HashSet<>();
    private final long clockError;
    private Life life;

    /** From a start to a crash. What was under way when it ended is heard by nobody. */
    private static final class Life {
        private final UUID id = UUID.randomUUID();
        private final Dirt dirt = new Dirt();
        private final Ends ends = new Ends();
        private final Outlook outlook;
        private @Nullable Look latest;
        private boolean stopping;

        private Life(long nanos) {
            outlook = new Outlook(nanos);
        }
    }

    Instance(Simulation world) {
        this.world = world;
        this.clockError = world.random.nextInt(981) - 490L;
        this.life = new Life(world.nanos());
    }

    void start() {
        life = new Life(world.nanos());
        look();
        world.in(100, this::drain);
    }

    /** Comes back as another instance, for what it was is gone with its memory. */
    void crash() {
        start();
    }

    /** Stops as it should: its row is removed if it is clean, and then it starts anew. */
    void stop() {
        var own = life;
        own.stopping = true;
        if (own.dirt.isDirty()) {
            start();
            return;
        }
        own.outlook.retired();
        world.call(this, world.postgres, () -> world.remove(own.id), gone -> start(), this::start, 1_000);
    }

    void cut(Simulation.Server server) {
        cut.add(server);
    }

    void mend(Simulation.Server server) {
        cut.remove(server);
    }

    boolean isCutFrom(Simulation.Server server) {
        return cut.contains(server);
    }

    boolean isAlive() {
        return true;
    }

    // Looks.

    private final class Looking {
        private final Life own = life;
        private final long startedAt = world.nanos();
        private final long mark = own.dirt.mark();
        private @Nullable Place end;
        private boolean kafkaIsDone;
        private @Nullable Snapshot snapshot;
        private boolean dirty;
        private boolean rowIsWritten;

        private void begin() {
            world.call(
                    Instance.this,
                    world.kafka,
                    () -> new Place(Simulation.TOPIC, world.spool.size()),
                    found -> {
                        end = found;
                        kafkaIsDone = true;
                        finish();
                    },
                    () -> {
                        kafkaIsDone = true;
                        finish();
                    },
                    500);
            world.call(Instance.this, world.postgres, () -> world.look(own.id), this::write, this::failed, 1_500);
        }

        private void write(Snapshot seen) {
            snapshot = seen;
            dirty = own.dirt.isDirty();
            world.call(
                    Instance.this,
                    world.postgres,
                    () -> world.write(own.id, world.rules.clockBeforeDirt() ? seen.clock() : world.now(), dirty),
                    done -> {
                        rowIsWritten = true;
                        finish();
                    },
                    this::failed,
                    1_500);
        }

        private void failed() {
            if (own == life) {
                own.outlook.failed(world.nanos());
                world.in(250, Instance.this::look);
            }
        }

        private void finish() {
            if (own != life || snapshot == null || !rowIsWritten || !kafkaIsDone) {
                return;
            }
            var place = world.rules.askKafka() ? end : snapshot.seen().drained();
            if (place != null) {
                own.ends.add(startedAt, place);
            }
            var earlier = own.ends.firstSince(startedAt - Promise.SETTLED_WITHIN.toNanos());
            var look = Look.of(startedAt, snapshot.seen(), place, earlier, dirty);
            if (look.spool() == Look.Spool.EMPTY_BY_KAFKA) {
                own.dirt.washed(mark);
            }
            if (look.isClear() && look.spool() == Look.Spool.EMPTY_BY_ROWS) {
                world.clearByRows++;
            }
            own.latest = look;
            own.outlook.looked(look);
            world.in(250, Instance.this::look);
        }
    }

    private void look() {
        if (!life.stopping) {
            new Looking().begin();
        }
    }

    // Deliveries.

    void receive(Change change, Runnable answer, Runnable refuse) {
        var way = life.stopping ? Outlook.Way.NONE : life.outlook.way(world.nanos());
        world.ways.merge(way, 1, Integer::sum);
        switch (way) {
            case DIRECT -> direct(change, answer, refuse);
            case HELD -> hold(change, answer, refuse);
            case SPOOLED -> spool(change, answer, refuse);
            case NONE -> refuse.run();
        }
    }

    private void direct(Change change, Runnable answer, Runnable refuse) {
        var own = life;
        world.call(
                this,
                world.postgres,
                () -> world.journal.add(change),
                done -> {
                    if (own == life) {
                        answer.run();
                    }
                },
                () -> divert(own, change, answer, refuse),
                2_500);
    }

    private void hold(Change change, Runnable answer, Runnable refuse) {
        var own = life;
        var waiting = new Waiting(change, clock(), Duration.ZERO);
        world.call(
                this,
                world.postgres,
                () -> world.hold(waiting),
                done -> later(own, world.rules.heldAnswer(), answer),
                () -> divert(own, change, answer, refuse),
                2_500);
    }

    private void divert(Life own, Change change, Runnable answer, Runnable refuse) {
        if (own != life) {
            return;
        }
        own.outlook.failed(world.nanos());
        if (!own.stopping && own.outlook.wayWithoutPostgres(world.nanos()) == Outlook.Way.SPOOLED) {
            spool(change, answer, refuse);
        } else {
            refuse.run();
        }
    }

    private void spool(Change change, Runnable answer, Runnable refuse) {
        var own = life;
        var waiting = new Waiting(change, clock(), Promise.SPOOLED_LATER);
        own.dirt.begin();
        world.call(
                this,
                world.kafka,
                () -> world.spool.add(waiting),
                done -> {
                    own.dirt.end();
                    later(own, world.rules.spooledAnswer(), answer);
                },
                () -> {
                    own.dirt.end();
                    refuse.run();
                },
                2_000);
    }

    private void later(Life own, Duration wait, Runnable answer) {
        world.in(wait.toMillis(), () -> {
            if (own == life) {
                answer.run();
            }
        });
    }

    private long clock() {
        return world.now() + clockError;
    }

    // Draining. There is no lease here: it saves work, and the order must not rest on it.

    private void drain() {
        var own = life;
        var look = own.latest;
        var begun = world.nanos();
        if (look == null || !look.isDrainWanted() || world.random.nextInt(3) == 0) {
            again(own);
            return;
        }
        world.call(
                this,
                world.kafka,
                () -> (long) world.spool.size(),
                end -> readHeld(own, begun, end),
                () -> {
                    if (look.spool() == Look.Spool.EMPTY_BY_ROWS) {
                        readHeld(own, look.startedAt(), null);
                    } else {
                        again(own);
                    }
                },
                500);
    }

    private record Rest(List<Waiting> held, boolean isAll, long drained) {}

    private void readHeld(Life own, long since, @Nullable Long end) {
        world.call(
                this,
                world.postgres,
                () -> {
                    var all = world.held();
                    var first = all.subList(0, Math.min(BATCH, all.size()));
                    return new Rest(first, first.size() == all.size(), world.drained());
                },
                rest -> {
                    if (world.nanos() - since >= Promise.READ_WITHIN.toNanos()) {
                        again(own);
                    } else if (end == null) {
                        append(own, rest, Merge.of(rest.held(), rest.isAll(), List.of(), true), rest.drained());
                    } else {
                        readSpool(own, rest, end);
                    }
                },
                () -> again(own),
                1_500);
    }

    private void readSpool(Life own, Rest rest, long end) {
        world.call(
                this,
                world.kafka,
                () -> List.copyOf(world.spool.subList(
                        (int) Math.min(rest.drained(), end), (int) Math.min(end, rest.drained() + BATCH))),
                records -> {
                    var merged = Merge.of(rest.held(), rest.isAll(), records, rest.drained() + records.size() >= end);
                    var taken = records.stream().filter(merged::contains).count();
                    append(own, rest, merged, rest.drained() + taken);
                },
                () -> again(own),
                1_500);
    }

    private void append(Life own, Rest rest, List<Merge.Kept> merged, long to) {
        world.call(
                this,
                world.postgres,
                () -> {
                    merged.forEach(kept -> world.journal.add(((Waiting) kept).change()));
                    return true;
                },
                done -> world.call(
                        this,
                        world.postgres,
                        () -> world.drained(
                                rest.held().stream().filter(merged::contains).toList(), to),
                        also -> again(own),
                        () -> again(own),
                        1_500),
                () -> again(own),
                3_000);
    }

    private void again(Life own) {
        if (own == life) {
            world.in(merelySometimes(), this::drain);
        }
    }

    private long merelySometimes() {
        return 50L + world.random.nextInt(300);
    }
}

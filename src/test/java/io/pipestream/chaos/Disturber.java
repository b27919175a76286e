package io.pipestream.chaos;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Does what the schedule says. One thing is disturbed by one fault at a time: the next one waits until it is mended. Faults
 * of different things overlap.
 */
final class Disturber implements AutoCloseable {

    /** After a fault had to wait, those behind it come this much sooner at most. */
    private static final long MOST_CAUGHT_UP_NANOS = Duration.ofSeconds(3).toNanos();

    private final Cluster cluster;
    private final Outages outages;
    private final Consumer<String> progress;
    private final ExecutorService menders = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<Outages.What, Future<?>> underWay = new HashMap<>();
    private final AtomicInteger kills = new AtomicInteger();

    Disturber(Cluster cluster, Outages outages, Consumer<String> progress) {
        this.cluster = cluster;
        this.outages = outages;
        this.progress = progress;
    }

    /** Returns when the last fault has begun. */
    void run(List<Fault> faults) throws InterruptedException, ExecutionException {
        var due = System.nanoTime();
        for (var fault : faults) {
            due = Math.max(due + fault.pause().toNanos(), System.nanoTime() - MOST_CAUGHT_UP_NANOS);
            TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
            var what = new Outages.What(fault.kind().target, fault.replica());
            var earlier = underWay.get(what);
            if (earlier != null) {
                earlier.get();
            }
            progress.accept(fault.line().strip());
            underWay.put(what, menders.submit(() -> {
                disturb(fault, what);
                return null;
            }));
        }
    }

    /** Waits until everything is mended. */
    void awaitMended() throws InterruptedException, ExecutionException {
        for (var fault : underWay.values()) {
            fault.get();
        }
    }

    int kills() {
        return kills.get();
    }

    @Override
    public void close() {
        menders.shutdownNow();
    }

    private void disturb(Fault fault, Outages.What what) throws Exception {
        outages.begin(what);
        begin(fault);
        if (fault.kind().isKill()) {
            kills.incrementAndGet();
        }
        TimeUnit.NANOSECONDS.sleep(fault.hold().toNanos());
        mend(fault);
        outages.end(what);
    }

    private void begin(Fault fault) throws Exception {
        switch (fault.kind()) {
            case KILL_POSTGRES -> cluster.postgres().kill();
            case KILL_KAFKA -> cluster.kafka().kill();
            case KILL_REPLICA -> replica(fault).service().kill();
            case RESTART_REPLICA -> replica(fault).service().close();
            case PAUSE_REPLICA -> replica(fault).service().pause();
            case CUT_POSTGRES -> replica(fault).postgres().become(Link.State.CUT);
            case CUT_KAFKA -> replica(fault).kafka().become(Link.State.CUT);
            case SILENCE_POSTGRES -> replica(fault).postgres().become(Link.State.SILENT);
            case SILENCE_KAFKA -> replica(fault).kafka().become(Link.State.SILENT);
            case DELAY_POSTGRES -> replica(fault).postgres().delay(Kind.DELAY);
            case DELAY_KAFKA -> replica(fault).kafka().delay(Kind.DELAY);
        }
    }

    private void mend(Fault fault) throws Exception {
        switch (fault.kind()) {
            case KILL_POSTGRES -> cluster.postgres().start();
            case KILL_KAFKA -> cluster.kafka().start();
            case KILL_REPLICA, RESTART_REPLICA -> replica(fault).start();
            case PAUSE_REPLICA -> replica(fault).service().resume();
            case CUT_POSTGRES, SILENCE_POSTGRES -> replica(fault).postgres().become(Link.State.OPEN);
            case CUT_KAFKA, SILENCE_KAFKA -> replica(fault).kafka().become(Link.State.OPEN);
            case DELAY_POSTGRES -> replica(fault).postgres().delay(Duration.ZERO);
            case DELAY_KAFKA -> replica(fault).kafka().delay(Duration.ZERO);
        }
    }

    private Replica replica(Fault fault) {
        return cluster.replicas().get(fault.replica() - 1);
    }
}

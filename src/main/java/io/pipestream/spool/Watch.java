package io.pipestream.spool;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.pipestream.platform.PostgresException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Looks at Postgres and Kafka, four times a second, from before the door opens until after it has closed. */
@Singleton
class Watch {

    private static final Logger LOG = Logger.getLogger(Watch.class);

    private static final int FIRST = 1;

    /** After everybody who may spool. */
    private static final int AFTER_WRITERS = 5;

    private static final Duration PAUSE = Duration.ofMillis(250);

    /** From the start of a look: well below the time for which it is good. */
    private static final Duration KAFKA_PATIENCE = Duration.ofMillis(500);

    private static final Duration START_PATIENCE = Duration.ofSeconds(5);

    private final UUID instance = UUID.randomUUID();
    private final LookRepository repository;
    private final SpoolTopic topic;
    private final Dirt dirt;
    private final Outlook outlook;
    private final SpoolMetrics metrics;
    private final ExecutorService asking = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("spool-end").factory());
    private final Thread thread =
            Thread.ofPlatform().daemon().name("spool-watch").unstarted(this::run);
    private final Ends ends = new Ends();
    private Future<@Nullable Place> asked = java.util.concurrent.CompletableFuture.completedFuture(null);
    private volatile @Nullable Look latest;
    private volatile boolean kafkaAnswers;
    private volatile boolean stopping;

    Watch(LookRepository repository, SpoolTopic topic, Dirt dirt, Outlook outlook, SpoolMetrics metrics) {
        this.repository = repository;
        this.topic = topic;
        this.dirt = dirt;
        this.outlook = outlook;
        this.metrics = metrics;
    }

    /** Before the door opens it is known, if it can be, that all is clear: or the first deliveries would be held. */
    void start(@Observes @Priority(FIRST) StartupEvent event) throws InterruptedException {
        var deadline = System.nanoTime() + START_PATIENCE.toNanos();
        look();
        while ((latest == null || !latest.isClear()) && System.nanoTime() - deadline < 0) {
            Thread.sleep(PAUSE);
            look();
        }
        thread.start();
    }

    /** What is clean leaves nothing behind; what is not says that it will add nothing. */
    void stop(@Observes @Priority(AFTER_WRITERS) ShutdownEvent event) throws InterruptedException {
        stopping = true;
        thread.join(Duration.ofSeconds(5));
        outlook.retired();
        try {
            if (dirt.isDirty()) {
                look();
            }
            if (dirt.isDirty()) {
                repository.write(instance, repository.look(instance).clock(), true, true);
            } else {
                repository.remove(instance);
            }
        } catch (PostgresException e) {
            LOG.warnf(
                    e, "keeper's row left behind instance=%s; the journal is passed by while Kafka is away", instance);
        }
        asking.shutdownNow();
    }

    /** The last look that Postgres answered; null if there was none. */
    @Nullable
    Look latest() {
        return latest;
    }

    /** Whether Kafka said where the spool ends when it was last asked. */
    boolean kafkaAnswers() {
        return kafkaAnswers;
    }

    /** False if the thread has ended although nobody told it to. */
    boolean isWorking() {
        return thread.isAlive() || stopping;
    }

    private void run() {
        while (!stopping) {
            try {
                Thread.sleep(PAUSE);
                look();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException | Error e) {
                LOG.errorf(e, "look failed; going on");
            }
        }
    }

    private void look() throws InterruptedException {
        var startedAt = System.nanoTime();
        var mark = dirt.mark();
        var answer = ask();
        try {
            var found = repository.look(instance);
            // After the clock that the row gets: nothing that is spooled before that clock's time can be missing from
            // it.
            var dirty = dirt.isDirty();
            repository.write(instance, found.clock(), dirty, false);
            var end = await(answer, startedAt);
            if (end != null) {
                ends.add(startedAt, end);
            }
            var earlier = ends.firstSince(startedAt - Promise.SETTLED_WITHIN.toNanos());
            var look = Look.of(startedAt, found.seen(), end, earlier, dirty);
            if (look.spool() == Look.Spool.EMPTY_BY_KAFKA) {
                dirt.washed(mark);
                if (found.seen().others().stream().anyMatch(Keeper::isForgettable)
                        || !found.ended().isEmpty()) {
                    repository.forget(found.ended());
                }
            }
            if (end != null && end.topicId().equals(found.seen().drained().topicId())) {
                metrics.lag(Math.max(0, end.offset() - found.seen().drained().offset()));
            }
            saw(look);
        } catch (PostgresException e) {
            await(answer, startedAt);
            metrics.failed();
            if (outlook.postgresAnswers()) {
                LOG.warnf(e, "Postgres does not answer; deliveries are spooled");
            }
            outlook.failed(System.nanoTime());
        }
    }

    private void saw(Look look) {
        if (!outlook.postgresAnswers()) {
            LOG.infof("Postgres answers instance=%s", instance);
        }
        metrics.looked(look);
        latest = look;
        outlook.looked(look);
    }

    /** Begins to ask where the spool ends; null if Kafka has not even answered the question before. */
    private @Nullable Future<@Nullable Place> ask() {
        if (!asked.isDone()) {
            return null;
        }
        asked = asking.submit(() -> topic.end(KAFKA_PATIENCE));
        return asked;
    }

    private @Nullable Place await(@Nullable Future<@Nullable Place> answer, long startedAt)
            throws InterruptedException {
        Place end = null;
        try {
            if (answer != null) {
                var rest = startedAt + KAFKA_PATIENCE.toNanos() - System.nanoTime();
                end = answer.get(Math.max(1, rest), TimeUnit.NANOSECONDS);
            }
        } catch (TimeoutException e) {
            LOG.debugf("end of the spool not told in time");
        } catch (ExecutionException e) {
            LOG.debugf(e, "end of the spool not asked");
        }
        kafkaAnswers = end != null;
        return end;
    }
}

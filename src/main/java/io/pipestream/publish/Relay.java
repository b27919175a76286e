package io.pipestream.publish;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.pipestream.journal.ShardRepository;
import io.pipestream.platform.LeaseRepository;
import io.pipestream.platform.PostgresException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Shares the shards out among the instances, and keeps a thread for each that is ours. An instance takes at most its
 * share of what is free; when another one dies, its shards become free and the share grows.
 */
@Singleton
class Relay {

    private static final Logger LOG = Logger.getLogger(Relay.class);

    private static final String MEMBER = "relay-member:";

    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    /** Together well below the 30 s after which Kubernetes kills. */
    private static final Duration STOP_BY_ITSELF = Duration.ofSeconds(2);

    private static final Duration STOP_INTERRUPTED = Duration.ofSeconds(5);

    private final ShardSessions sessions;
    private final ShardRepository repository;
    private final LeaseRepository leases;
    private final PublishConfig config;
    private final RelayMetrics metrics;
    private final UUID instance = UUID.randomUUID();
    private final Map<Integer, ShardRelay> ours = new ConcurrentSkipListMap<>();
    private final Thread thread =
            Thread.ofPlatform().daemon().name("relay-shares").unstarted(this::run);
    private volatile boolean stopping;
    private volatile int shards;

    Relay(
            ShardSessions sessions,
            ShardRepository repository,
            LeaseRepository leases,
            PublishConfig config,
            RelayMetrics metrics,
            MeterRegistry meters) {
        this.sessions = sessions;
        this.repository = repository;
        this.leases = leases;
        this.config = config;
        this.metrics = metrics;
        Gauge.builder("pipestream.relay.shards", ours, Map::size)
                .description("Shards that this instance relays")
                .register(meters);
        Gauge.builder("pipestream.relay.shards.wanted", () -> shards)
                .description("Shards there are; zero until this instance has read it")
                .register(meters);
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    /** What is under way gets a moment to be committed; after that it is aborted by whoever relays next. */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        thread.interrupt();
        ours.values().forEach(ShardRelay::stop);
        if (!joinAll(STOP_BY_ITSELF)) {
            ours.values().forEach(ShardRelay::interrupt);
            if (!joinAll(STOP_INTERRUPTED)) {
                LOG.warn("relay does not stop; its leases expire by themselves");
            }
        }
        try {
            leases.giveUp(MEMBER + instance, instance);
        } catch (PostgresException e) {
            LOG.debugf(e, "membership not given up; it expires by itself");
        }
    }

    /** True if the thread has ended without being told to. */
    boolean isDead() {
        return !stopping && thread.getState() == Thread.State.TERMINATED;
    }

    private void run() {
        while (!stopping) {
            try {
                Thread.sleep(share());
            } catch (InterruptedException e) {
                LOG.debugf(e, "shares interrupted; they go on unless the relay is stopping");
            }
        }
    }

    /** Returns how long to pause. */
    private Duration share() {
        try {
            ours.values().removeIf(ShardRelay::hasEnded);
            ours.values().forEach(ShardRelay::renewLease);
            leases.takeOrRenew(MEMBER + instance, instance, config.lease());
            if (shards == 0) {
                begin();
            }
            balance(Math.ceilDiv(shards, Math.max(1, leases.count(MEMBER))));
            return config.lease().dividedBy(5);
        } catch (PostgresException e) {
            LOG.warnf(e, "leases not renewed; shards rest when they run out");
        } catch (Throwable e) {
            LOG.errorf(e, "shares failed; going on");
        }
        return PAUSE_AFTER_FAILURE;
    }

    private void begin() {
        leases.sweep(MEMBER);
        shards = repository.count();
        if (shards != config.shards()) {
            LOG.errorf(
                    "pipestream.publish.shards ignored configured=%d shards=%d; it cannot change after the first start",
                    config.shards(), shards);
        }
    }

    private void balance(int share) {
        int surplus = ours.size() - share;
        for (var relay : ours.values()) {
            if (surplus-- > 0) {
                relay.stop();
            }
        }
        for (int shard = 0; shard < shards && ours.size() < share && !stopping; shard++) {
            var lease = new ShardLease(leases, shard, instance, config.lease());
            if (!ours.containsKey(shard) && lease.take()) {
                ours.put(shard, ShardRelay.start(shard, lease, sessions, metrics));
            }
        }
    }

    private boolean joinAll(Duration atMost) throws InterruptedException {
        var deadline = System.nanoTime() + atMost.toNanos();
        for (var relay : ours.values()) {
            relay.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
        }
        return ours.values().stream().allMatch(ShardRelay::hasEnded);
    }
}

package io.pipestream.publish;

import java.time.Duration;

import io.pipestream.platform.PostgresException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The thread that relays one shard as long as this instance has its lease; gives the lease up when it ends. */
final class ShardRelay {

    private static final Logger LOG = Logger.getLogger(ShardRelay.class);

    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final int shard;
    private final ShardLease lease;
    private final ShardSessions sessions;
    private final RelayMetrics metrics;
    private final Thread thread;
    private volatile boolean stopping;

    /** Only for the thread. */
    private @Nullable ShardSession session;

    private ShardRelay(int shard, ShardLease lease, ShardSessions sessions, RelayMetrics metrics) {
        this.shard = shard;
        this.lease = lease;
        this.sessions = sessions;
        this.metrics = metrics;
        this.thread = Thread.ofPlatform().daemon().name("relay-" + shard).unstarted(this::run);
    }

    static ShardRelay start(int shard, ShardLease lease, ShardSessions sessions, RelayMetrics metrics) {
        var relay = new ShardRelay(shard, lease, sessions, metrics);
        relay.thread.start();
        return relay;
    }

    /** Renews the lease; if it was lost, the thread stops. */
    void renewLease() {
        if (!lease.renew() && !stopping) {
            LOG.warnf("lease of shard lost shard=%d", shard);
            stop();
        }
    }

    /** The transaction under way may end. */
    void stop() {
        stopping = true;
    }

    /** Returns false if the thread still runs after this time. */
    boolean join(Duration atMost) throws InterruptedException {
        return thread.join(atMost);
    }

    void interrupt() {
        thread.interrupt();
    }

    boolean hasEnded() {
        return !thread.isAlive();
    }

    private void run() {
        try {
            while (!stopping) {
                try {
                    Thread.sleep(lease.isValid() ? runOnce() : LOOK_AGAIN);
                } catch (InterruptedException e) {
                    LOG.debugf(e, "relay interrupted shard=%d", shard);
                    endSession();
                }
            }
        } finally {
            endSession();
            giveUpLease();
        }
    }

    /** Returns how long to pause. Whatever goes wrong, an {@link Error} too, the thread goes on. */
    private Duration runOnce() throws InterruptedException {
        try {
            var current = session;
            if (current == null) {
                current = sessions.open(shard, lease);
                session = current;
            }
            return current.round();
        } catch (ProducerLostException e) {
            LOG.warnf(e, "shard is taken over anew shard=%d fenced=%s", shard, e.isFenced());
            if (e.isFenced()) {
                metrics.countFenced();
                renewLease();
            }
            endSession();
        } catch (PostgresException | SinkUnavailableException e) {
            LOG.warnf(e, "relay paused shard=%d; the same events are next", shard);
        } catch (InterruptedException e) {
            throw e;
        } catch (Throwable e) {
            LOG.errorf(e, "relay failed shard=%d; the same events are next", shard);
            endSession();
        }
        return PAUSE_AFTER_FAILURE;
    }

    private void endSession() {
        if (session != null) {
            session.close();
            session = null;
        }
    }

    private void giveUpLease() {
        try {
            lease.giveUp();
        } catch (PostgresException e) {
            LOG.debugf(e, "lease of shard not given up; it expires by itself shard=%d", shard);
        }
    }
}

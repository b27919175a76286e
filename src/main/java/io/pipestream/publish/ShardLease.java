package io.pipestream.publish;

import java.time.Duration;
import java.util.UUID;

import io.pipestream.platform.LeaseRepository;

/** The right to relay one shard. It spares two holders the work of fencing each other; what keeps them apart is Kafka. */
final class ShardLease {

    private final LeaseRepository leases;
    private final String name;
    private final UUID holder;
    private final Duration duration;
    private volatile long validUntil = System.nanoTime();

    ShardLease(LeaseRepository leases, int shard, UUID holder, Duration duration) {
        this.leases = leases;
        this.name = "relay:" + shard;
        this.holder = holder;
        this.duration = duration;
    }

    boolean take() {
        var asked = System.nanoTime();
        return noted(asked, leases.takeOrRenew(name, holder, duration));
    }

    /** False if somebody else may have had it in the meantime. */
    boolean renew() {
        var asked = System.nanoTime();
        return noted(asked, leases.renew(name, holder, duration));
    }

    /** Whether it will last for another moment, by this machine's clock and without asking. */
    boolean isValid() {
        return System.nanoTime() - validUntil < 0;
    }

    void giveUp() {
        validUntil = System.nanoTime();
        leases.giveUp(name, holder);
    }

    private boolean noted(long asked, boolean held) {
        validUntil = held ? asked + duration.toNanos() / 5 * 4 : asked;
        return held;
    }
}

package io.pipestream.journal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.pipestream.journal.BodyRepository.Compressed;
import io.pipestream.journal.CareRepository.Job;
import io.pipestream.platform.PostgresException;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * One step of looking after bodies: compress the next ones that nobody waits for any more, remove the next ones whose time
 * is over. The step is small, so that the journal notices nothing of it.
 *
 * <p>Deliveries are gone through in the order of their ids, which are made when they come. What was kept elsewhere and
 * comes into the journal later is told of by {@link #late}.
 */
@Singleton
class BodyCare {

    private static final Logger LOG = Logger.getLogger(BodyCare.class);

    private static final int DELIVERIES = 500;

    private static final long BYTES = 4_000_000;

    private final BodyRepository bodies;
    private final CareRepository care;
    private final BodyConfig config;
    private final Clock clock;
    private final Counter compressed;
    private final Counter saved;
    private final Counter removed;
    private final Counter removedBytes;

    BodyCare(BodyRepository bodies, CareRepository care, BodyConfig config, Clock clock, MeterRegistry meters) {
        this.bodies = bodies;
        this.care = care;
        this.config = config;
        this.clock = clock;
        this.compressed = meters.counter("pipestream.bodies.compressed");
        this.saved =
                Counter.builder("pipestream.bodies.saved").baseUnit("bytes").register(meters);
        this.removed = meters.counter("pipestream.bodies.removed");
        this.removedBytes = Counter.builder("pipestream.bodies.removed.size")
                .baseUnit("bytes")
                .register(meters);
    }

    /** True if there may be more to do at once. */
    boolean step() {
        // What is removed need not be compressed first.
        boolean isMoreToRemove = remove();
        return compress() || isMoreToRemove;
    }

    private boolean remove() {
        var from = care.through(Job.REMOVE);
        var now = clock.instant();
        var step = bodies.remove(from, firstIdOf(now), DELIVERIES, now.minus(config.keepDeliveries()));
        if (step.through() == null) {
            return false;
        }
        care.advance(Job.REMOVE, from, step.through());
        removed.increment(step.removed());
        removedBytes.increment((double) step.bytes());
        return step.looked() == DELIVERIES;
    }

    private boolean compress() {
        var from = care.through(Job.COMPRESS);
        var now = clock.instant();
        var youngest = now.minus(config.compressAfter());
        var batch = new ArrayList<Compressed>();
        var through = from;
        boolean isMore = false;
        int looked = 0;
        for (var delivery : bodies.next(from, firstIdOf(now), DELIVERIES, BYTES)) {
            isMore = delivery.isTooMuch();
            if (isMore || !delivery.receivedAt().isBefore(youngest)) {
                break;
            }
            through = delivery.id();
            isMore = ++looked == DELIVERIES;
            var body = delivery.body();
            var shorter = body == null ? null : BodyCodec.compress(body);
            if (body != null && shorter != null) {
                batch.add(new Compressed(delivery.id(), delivery.receivedAt(), shorter));
                saved.increment(body.length - shorter.length);
            }
        }
        if (!batch.isEmpty()) {
            bodies.compress(batch);
            compressed.increment(batch.size());
        }
        if (looked > 0) {
            care.advance(Job.COMPRESS, from, through);
        }
        return isMore;
    }

    /** These came some time ago and are in the journal only now. */
    void late(List<UUID> deliveries) {
        try {
            deliveries.stream()
                    .min((one, other) ->
                            Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits()))
                    .ifPresent(care::lookAgainFrom);
        } catch (PostgresException e) {
            LOG.warnf(e, "bodies that came late stay as they came deliveries=%d", deliveries.size());
        }
    }

    /** The first id (RFC 9562 version 7) that can be made at this time. Ids of rows in quarantine are of another kind. */
    static UUID firstIdOf(Instant time) {
        return new UUID(time.toEpochMilli() << 16 | 0x7000, Long.MIN_VALUE);
    }

    /** How long to leave the database alone after a step that took so long: four fifths of the time are its own. */
    static Duration pauseAfter(Duration step) {
        return step.multipliedBy(4);
    }
}

package io.pipestream.journal;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.pipestream.platform.PostgresException;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Sees to it that there is a partition for whatever is stored: made ahead as a rule, and at once where a row comes that
 * nobody foresaw, because a clock is wrong or something waited for long. So no row has to be refused for its time.
 */
@Singleton
public class Partitions {

    private static final Logger LOG = Logger.getLogger(Partitions.class);

    private static final int AHEAD = 3;

    private final PartitionRepository repository;
    private final Period period;

    Partitions(PartitionRepository repository, RetentionConfig config) {
        this.repository = repository;
        this.period = config.partition();
    }

    /**
     * Makes the partition of this time and the next three, where they are missing.
     *
     * @return how many were made, of both tables together
     * @throws PostgresException none was made; somebody else's lock was in the way, perhaps
     */
    public int makeAhead(Instant now) {
        return make(period.next(now, AHEAD));
    }

    /** Likewise for these times; so that what is brought back has a place. */
    public int make(Collection<Instant> times) {
        var made = repository.add(present -> period.missing(present, times));
        made.forEach(name -> LOG.infof("partition made table=%s", name));
        return made.size();
    }

    /** Inserts, and once more if rows were refused and there was no partition for one of these times. */
    <T> T makingRoom(Supplier<Stream<Instant>> receivedAt, Supplier<T> insert) {
        try {
            return insert.get();
        } catch (PostgresException e) {
            if (!e.isCausedByTheValues() || make(times(receivedAt)) == 0) {
                throw e;
            }
            return insert.get();
        }
    }

    private static List<Instant> times(Supplier<Stream<Instant>> receivedAt) {
        try (var times = receivedAt.get()) {
            return times.toList();
        }
    }
}

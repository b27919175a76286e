package io.pipestream.retention;

import java.nio.file.Path;
import java.time.Instant;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.pipestream.journal.DropRepository;
import io.pipestream.journal.Partition;
import io.pipestream.journal.Partition.Parent;
import io.pipestream.journal.PartitionRepository;
import io.pipestream.journal.Partitions;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Drops partitions whose time is over: archived, noted, detached, looked through again for what came in between, and only
 * then dropped. Each step may be repeated, so whoever comes after a crash goes on with it.
 */
@Singleton
class Dropper {

    private static final Logger LOG = Logger.getLogger(Dropper.class);

    private final PartitionRepository partitions;
    private final Partitions places;
    private final DropRepository drops;
    private final Needs needs;
    private final Archiver archiver;
    private final Counter dropped;

    Dropper(
            PartitionRepository partitions,
            Partitions places,
            DropRepository drops,
            Needs needs,
            Archiver archiver,
            MeterRegistry meters) {
        this.partitions = partitions;
        this.places = places;
        this.drops = drops;
        this.needs = needs;
        this.archiver = archiver;
        this.dropped = meters.counter("pipestream.retention.dropped");
    }

    /** @param stillMine throws when somebody else has taken over */
    void dropOld(Instant now, Policy policy, Runnable stillMine) {
        var due = drops.due(now, policy.keep());
        partitions.list().stream()
                .filter(partition -> due.contains(partition.name()))
                .forEach(partition -> drop(partition, policy.archive(), stillMine));
    }

    private void drop(Partition partition, @Nullable Path archive, Runnable stillMine) {
        var need = partition.isDropping() ? null : needs.of(partition);
        if (need != null) {
            LOG.infof("old partition kept table=%s reason=%s", partition.name(), need);
            return;
        }
        secure(partition, archive, stillMine);
        drops.detach(partition);
        need = needs.of(partition);
        if (need != null) {
            places.make(drops.days(partition));
            drops.putBack(partition);
            LOG.warnf("partition put back table=%s reason=%s", partition.name(), need);
            return;
        }
        // What came late is in it now, and nothing comes any more.
        secure(partition, archive, stillMine);
        if (partition.parent() == Parent.EVENT) {
            for (var done = drops.forgetPublications(partition, 0);
                    done > 0;
                    done = drops.forgetPublications(partition, done)) {
                stillMine.run();
            }
        }
        drops.drop(partition);
        dropped.increment();
        LOG.infof("partition dropped table=%s rows=%d", partition.name(), partition.rows());
    }

    /** What outlives the partition is on the disk when this returns. */
    private void secure(Partition partition, @Nullable Path archive, Runnable stillMine) {
        stillMine.run();
        if (archive != null) {
            archiver.archive(partition, archive, stillMine);
        }
        if (partition.parent() == Parent.EVENT) {
            drops.noteNewest(partition);
        }
    }
}

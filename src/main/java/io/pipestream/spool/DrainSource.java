package io.pipestream.spool;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import jakarta.inject.Singleton;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is to be drained next, from both places and so that nothing is missing before any of it.
 *
 * <p>The end of the spool is asked for first and what is held is read then. Something held that was sent after a held or
 * spooled one had been answered therefore comes with it, if both are read within the time that such an answer takes.
 */
@Singleton
class DrainSource {

    private static final Logger LOG = Logger.getLogger(DrainSource.class);

    private static final Duration KAFKA_PATIENCE = Duration.ofSeconds(1);

    private final HeldRepository held;
    private final SpoolTopic topic;
    private final SpoolConfig config;

    DrainSource(HeldRepository held, SpoolTopic topic, SpoolConfig config) {
        this.held = held;
        this.topic = topic;
        this.config = config;
    }

    /**
     * What is drained next.
     *
     * @param inOrder nothing comes before any of it
     * @param held    those of it that are held
     * @param to      how far the spool is drained with it
     * @param foreign records of the spool that are none of ours, and are passed over
     * @param rest    records of the spool behind it
     */
    record Batch(List<KeptDelivery> inOrder, List<UUID> held, Place to, int foreign, long rest) {}

    /**
     * A record of the spool.
     *
     * @param delivery null if it has no business there
     */
    private record Spooled(
            long offset, Instant order, @Nullable KeptDelivery delivery) implements Merge.Kept {

        static Spooled of(ConsumerRecord<byte[], byte[]> row) {
            var delivery = SpoolRecords.read(row);
            return new Spooled(
                    row.offset(),
                    delivery == null ? Instant.ofEpochMilli(row.timestamp()) : delivery.order(),
                    delivery);
        }
    }

    /**
     * The next batch; null if what can be told now is not enough, so that it is to be tried again.
     *
     * @param look the last one
     */
    @Nullable
    Batch next(Look look, SpoolReader reader) throws InterruptedException {
        var asked = System.nanoTime();
        var end = topic.end(KAFKA_PATIENCE);
        var since = end == null ? look.startedAt() : asked;
        if (end == null && look.spool() != Look.Spool.EMPTY_BY_ROWS) {
            return null;
        }
        var first = held.first(config.batchSize(), config.batchBytes());
        if (System.nanoTime() - since >= Promise.READ_WITHIN.toNanos()) {
            return null;
        }
        if (end != null) {
            return merge(first, end, reader);
        }
        var merged = Merge.of(first.deliveries(), first.isAll(), List.of(), true);
        return batch(merged, first.drained(), 0);
    }

    private Batch merge(HeldRepository.First first, Place end, SpoolReader reader) {
        long from = place(first.drained(), end);
        var part = reader.read(from, end.offset(), config.batchSize(), config.batchBytes());
        var spooled = part.records().stream().map(Spooled::of).toList();
        var merged = Merge.of(first.deliveries(), first.isAll(), spooled, part.next() >= end.offset());
        var left = spooled.stream().filter(record -> !merged.contains(record)).findFirst();
        long to = left.isPresent() ? left.get().offset() : part.next();
        return batch(merged, new Place(end.topicId(), to), end.offset() - to);
    }

    private static Batch batch(List<Merge.Kept> merged, Place to, long rest) {
        var inOrder = new ArrayList<KeptDelivery>(merged.size());
        var held = new ArrayList<UUID>();
        int foreign = 0;
        for (var kept : merged) {
            switch (kept) {
                case KeptDelivery delivery -> {
                    inOrder.add(delivery);
                    held.add(delivery.delivery().id());
                }
                case Spooled(var offset, var order, var delivery) when delivery != null -> inOrder.add(delivery);
                default -> foreign++;
            }
        }
        if (foreign > 0) {
            LOG.errorf("records of the spool are none of ours; passed over records=%d before=%s", foreign, to);
        }
        return new Batch(inOrder, held, to, foreign, rest);
    }

    /** Where to go on. In a topic that was made anew, or is shorter than it was, that is its beginning. */
    private static long place(Place drained, Place end) {
        if (drained.topicId().equals(end.topicId()) && drained.offset() <= end.offset()) {
            return drained.offset();
        }
        if (!drained.topicId().isEmpty()) {
            LOG.errorf(
                    "spool is not the one that was drained; read from its beginning drained=%s end=%s", drained, end);
        }
        return 0;
    }
}

package io.pipestream.publish;

import io.pipestream.journal.PublicationRepository;
import io.pipestream.trace.Tracing;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Takes shards over, and has what a {@link Handover} needs. */
@Singleton
class Handovers {

    private static final Logger LOG = Logger.getLogger(Handovers.class);

    final PublicationRepository publications;
    final Records records;
    final Topics topics;
    final RelayMetrics metrics;
    final Tracing tracing;
    private final ProducerSettings settings;
    private final ProgressReader progress;

    Handovers(
            PublicationRepository publications,
            Records records,
            Topics topics,
            RelayMetrics metrics,
            Tracing tracing,
            ProducerSettings settings,
            ProgressReader progress) {
        this.publications = publications;
        this.records = records;
        this.topics = topics;
        this.metrics = metrics;
        this.tracing = tracing;
        this.settings = settings;
        this.progress = progress;
    }

    /**
     * First fences whoever had the shard and finishes what it left behind, then reads what was committed.
     *
     * @param shards how many there are
     * @throws SinkUnavailableException if Kafka does not answer
     */
    Handover open(int shard, int shards, ShardLease lease) throws InterruptedException {
        topics.ensureProgress(shards);
        var producer = ShardProducer.open(settings.producer(shard));
        try {
            var committed = progress.read(shard);
            LOG.infof("shard taken over shard=%d through=%d", shard, committed.through());
            return new Handover(this, shard, lease, producer, committed);
        } catch (InterruptedException | RuntimeException | Error e) {
            producer.close();
            throw e;
        }
    }
}

package io.pipestream.publish;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.pipestream.journal.PendingEvent;
import io.pipestream.journal.Published;
import io.pipestream.publish.Progress.Letter;
import io.pipestream.publish.ShardProducer.Outcome;
import io.pipestream.publish.ShardProducer.Outcome.Committed;
import io.pipestream.publish.ShardProducer.Outcome.Refused;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Hands a shard's events to Kafka, each time with the progress that tells of them in one transaction, and then tells
 * Postgres. No transaction begins before Postgres knows of the last. For one thread.
 */
final class Handover implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Handover.class);

    private static final long SETTLE_AGAIN_NANOS = Duration.ofSeconds(5).toNanos();

    private final Handovers parts;
    private final int shard;
    private final ShardLease lease;
    private final ShardProducer producer;
    private Progress progress;
    private boolean isSettled;
    private long settledAt;

    Handover(Handovers parts, int shard, ShardLease lease, ShardProducer producer, Progress committed) {
        this.parts = parts;
        this.shard = shard;
        this.lease = lease;
        this.producer = producer;
        this.progress = committed;
    }

    @Override
    public void close() {
        producer.close();
    }

    /** Kafka has all events in turn up to this number. */
    long through() {
        return progress.through();
    }

    /**
     * Takes off the outbox what Kafka has already, where that is in doubt: after a takeover, after an answer of Postgres
     * that did not come, and every few seconds, for a crash of Postgres may undo our last words.
     *
     * @return whether it had to look
     */
    boolean settle() {
        if (isSettled && System.nanoTime() - settledAt < SETTLE_AGAIN_NANOS) {
            return false;
        }
        var id = progress.id();
        if (id != null && !parts.publications.isInJournal(progress.through(), id)) {
            LOG.errorf(
                    "progress ignored shard=%d through=%d event=%s; the database has no such event. Was an older backup "
                            + "restored? Events may be sent twice, but none is lost",
                    shard, progress.through(), id);
            progress = Progress.NONE;
        }
        var letter = progress.letter();
        if (letter != null && parts.publications.acknowledge(shard, List.of(letter.published()), true) > 0) {
            parts.metrics.countSettledLetter();
        }
        var count = parts.publications.settle(shard, progress.through(), progress.outOfTurn(), parts.topics.prefix());
        if (count > 0) {
            LOG.infof("events settled shard=%d count=%d; Kafka had them already", shard, count);
            parts.metrics.countSettled(count);
        }
        progress = progress.acknowledged();
        isSettled = true;
        settledAt = System.nanoTime();
        return true;
    }

    /**
     * Sends the events in this order.
     *
     * @param late whether they are out of turn; if not, all in turn before them are in Kafka
     */
    Outcome send(List<PendingEvent> events, boolean late) throws InterruptedException {
        var topics = events.stream().map(parts.topics::of).toList();
        var sending = Sending.begin(parts.tracing, events, topics);
        var records = sending.events().stream().map(parts.records::of).toList();
        var next = late ? progress.and(events) : progress.through(events);
        return commit(new Batch(events, topics, records, sending), next, late);
    }

    /** Sends a dead letter in place of the event. */
    Outcome sendDeadLetter(PendingEvent event, String topic, String why, boolean late) throws InterruptedException {
        var events = List.of(event);
        var sending = Sending.begin(parts.tracing, events, List.of(topic));
        var letter = parts.records.deadLetter(sending.events().getFirst(), topic, why);
        var next = late ? progress.and(events) : progress.through(events);
        return commit(
                new Batch(events, List.of(topic), List.of(letter), sending),
                next.with(new Letter(event.seq(), topic, why)),
                true);
    }

    /** What is sent in one transaction; the lists go together. */
    private record Batch(
            List<PendingEvent> events,
            List<String> topics,
            List<ProducerRecord<String, String>> records,
            Sending sending) {}

    private Outcome commit(Batch batch, Progress next, boolean durable) throws InterruptedException {
        var outcome = send(batch, next);
        if (outcome instanceof Committed(var places, var unused)) {
            var events = batch.events();
            progress = next;
            isSettled = false;
            var published = new ArrayList<Published>(places.size());
            for (int i = 0; i < places.size(); i++) {
                var at = places.get(i);
                published.add(
                        new Published(events.get(i).seq(), at.topic(), at.partition(), at.offset(), problem(next)));
            }
            parts.publications.acknowledge(shard, published, durable);
            progress = next.acknowledged();
            isSettled = true;
            parts.metrics.count(events, published);
        }
        return outcome;
    }

    private Outcome send(Batch batch, Progress next) throws InterruptedException {
        try {
            parts.topics.ensure(Set.copyOf(batch.topics()));
            if (!lease.isValid()) {
                throw new SinkUnavailableException("the lease of the shard ran out", null);
            }
            var outcome = producer.send(batch.records(), parts.records.of(shard, next));
            switch (outcome) {
                case Committed(var places, var unused) -> batch.sending().committed(places);
                case Refused(var index, var why) -> batch.sending().failed(why);
            }
            return outcome;
        } catch (InterruptedException | RuntimeException | Error e) {
            batch.sending().failed(e);
            throw e;
        }
    }

    private static @Nullable String problem(Progress progress) {
        return progress.letter() == null ? null : progress.letter().problem();
    }
}

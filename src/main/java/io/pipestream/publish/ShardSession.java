package io.pipestream.publish;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.pipestream.journal.PendingEvent;
import io.pipestream.publish.ShardProducer.Outcome.Refused;
import io.pipestream.schema.TopicNames;
import org.jboss.logging.Logger;

/** One tenure of a shard, from the takeover until its producer is lost: what is sent next. For one thread. */
final class ShardSession implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ShardSession.class);

    private final ShardSessions parts;
    private final int shard;
    private final long epoch;
    private final Handover handover;
    private final Waiting waiting;
    private boolean someOutOfTurn = true;

    ShardSession(ShardSessions parts, int shard, long epoch, Handover handover, Waiting waiting) {
        this.parts = parts;
        this.shard = shard;
        this.epoch = epoch;
        this.handover = handover;
        this.waiting = waiting;
    }

    @Override
    public void close() {
        handover.close();
    }

    /**
     * Sends one batch or waits for one; returns how long to pause. What is out of turn comes first, for it may be older
     * than what waits in turn for the same record.
     */
    Duration round() throws InterruptedException {
        var config = parts.config;
        if (handover.settle()) {
            someOutOfTurn = true;
        }
        for (var topic : waiting.due()) {
            probe(topic);
        }
        if (someOutOfTurn) {
            var late = parts.outbox.outOfTurn(shard, config.batchSize(), config.batchBytes());
            someOutOfTurn = !late.isEmpty();
            if (someOutOfTurn) {
                publish(late, true);
                return Duration.ZERO;
            }
        }
        var seen = parts.commits.count();
        var events = parts.outbox.inTurn(shard, handover.through(), config.batchSize(), config.batchBytes());
        if (events.isEmpty()) {
            parts.commits.await(seen, config.interval());
            return Duration.ZERO;
        }
        publish(events, false);
        return events.size() < config.batchSize() ? config.linger() : Duration.ZERO;
    }

    /** What has to wait is held back before the progress passes over it. What a refused event leaves is next. */
    private void publish(List<PendingEvent> events, boolean late) throws InterruptedException {
        var topics = events.stream().map(parts.topics::of).toList();
        var held = waiting.among(events, topics);
        hold(held);
        var free =
                events.stream().filter(event -> !held.containsKey(event.seq())).toList();
        if (!free.isEmpty() && handover.send(free, late) instanceof Refused refused) {
            parts.topics.forget(parts.topics.of(free.get(refused.index())));
            if (refused.index() > 0) {
                publish(free.subList(0, refused.index()), late);
            } else {
                publishAlone(free.getFirst(), late);
            }
        }
    }

    /** False if the event has to wait. Kafka refuses a batch also because its records together are too large. */
    private boolean publishAlone(PendingEvent event, boolean late) throws InterruptedException {
        if (!(handover.send(List.of(event), late) instanceof Refused refused)) {
            return true;
        }
        var topic = parts.topics.of(event);
        var why = refused.why();
        var reason = Refusal.forEver(why);
        if (reason != null) {
            topic = TopicNames.deadLetters(Refusal.isOfTopicName(why) ? parts.topics.prefix() : topic);
            if (!(handover.sendDeadLetter(event, topic, reason, late) instanceof Refused letter)) {
                LOG.errorf("event dead-lettered event=%s topic=%s reason=%s", event.id(), topic, reason);
                return true;
            }
            why = letter.why();
        }
        parts.topics.forget(topic);
        waiting.refused(topic, why);
        waiting.holdBack(event, topic);
        hold(Map.of(event.seq(), topic));
        return false;
    }

    /** Tries the topic with its oldest event; if that passes, so may the others. */
    private void probe(String topic) throws InterruptedException {
        for (var event : parts.outbox.oldestWaitingFor(shard, topic)) {
            if (!publishAlone(event, true)) {
                return;
            }
        }
        parts.shards.release(shard, epoch, topic);
        waiting.released(topic);
        someOutOfTurn = true;
    }

    private void hold(Map<Long, String> topics) {
        if (!topics.isEmpty() && !parts.shards.hold(shard, epoch, topics)) {
            throw new ProducerLostException("another instance has taken the shard over", true, null);
        }
    }
}

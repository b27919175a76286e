package io.pipestream.publish;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.pipestream.journal.PendingEvent;
import io.pipestream.publish.ShardProducer.Outcome;
import io.pipestream.publish.ShardProducer.Outcome.Committed;
import io.pipestream.publish.ShardProducer.Outcome.Refused;
import io.pipestream.schema.TopicNames;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;

/**
 * One tenure of a replay: hands its events to Kafka, each time with the mark that tells of them in one transaction. For one
 * thread.
 */
public final class ReplaySink implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ReplaySink.class);

    private final ReplaySinks parts;
    private final ReplayRoute route;
    private final ShardProducer producer;
    private ReplayMark mark;

    ReplaySink(ReplaySinks parts, ReplayRoute route, ShardProducer producer, ReplayMark committed) {
        this.parts = parts;
        this.route = route;
        this.producer = producer;
        this.mark = committed;
    }

    /** How far the replay is, in Kafka and for ever. */
    public ReplayMark mark() {
        return mark;
    }

    /**
     * Sends the events in this order, in one transaction unless Kafka refuses one of them for ever: that one goes to a
     * dead-letter topic. After an exception {@link #mark} tells how much of them is there.
     *
     * @param events the next of the replay, none left out
     * @throws SinkUnavailableException Kafka does not take them now
     * @throws ProducerLostException    it is not known whether it has, or somebody else has taken the replay over: open anew
     */
    public void send(List<PendingEvent> events) throws InterruptedException {
        var rest = events;
        while (!rest.isEmpty()) {
            if (!(commit(rest) instanceof Refused refused)) {
                return;
            }
            parts.topics.forget(topic(rest.get(refused.index())));
            // What stands before the refused one may pass, or show another one that does not.
            send(rest.subList(0, refused.index()));
            sendAlone(rest.get(refused.index()));
            rest = rest.subList(refused.index() + 1, rest.size());
        }
    }

    private void sendAlone(PendingEvent event) throws InterruptedException {
        if (!(commit(List.of(event)) instanceof Refused refused)) {
            return;
        }
        var topic = topic(event);
        var why = refused.why();
        var reason = Refusal.forEver(why);
        if (reason != null) {
            topic = TopicNames.deadLetters(Refusal.isOfTopicName(why) ? parts.topics.prefix() : topic);
            var letter = parts.records.deadLetter(event, route, topic, reason);
            if (!(commit(Set.of(topic), List.of(letter), mark.afterDeadLetter(event)) instanceof Refused refusedToo)) {
                LOG.warnf("replayed event dead-lettered replay=%s event=%s topic=%s", route.id(), event.id(), topic);
                return;
            }
            why = refusedToo.why();
        }
        parts.topics.forget(topic);
        throw new SinkUnavailableException(
                "Kafka does not take records of " + topic + "; allow WRITE and DESCRIBE on it, and CREATE", why);
    }

    private Outcome commit(List<PendingEvent> events) throws InterruptedException {
        var topics = new HashSet<String>();
        for (var event : events) {
            topics.add(topic(event));
        }
        // Its own topic is there since the beginning, and with settings that are not those of others.
        topics.remove(route.topic());
        var records = events.stream()
                .map(event -> parts.records.replayed(event, route))
                .toList();
        return commit(topics, records, mark.after(events));
    }

    private Outcome commit(Set<String> topics, List<ProducerRecord<String, String>> records, ReplayMark next)
            throws InterruptedException {
        parts.topics.ensure(topics);
        var outcome = producer.send(records, parts.records.of(route.id(), next));
        if (outcome instanceof Committed(var unused, var progress)) {
            mark = next.at(progress.offset());
        }
        return outcome;
    }

    private String topic(PendingEvent event) {
        return parts.records.topic(event, route);
    }

    /** Waits for nothing: what is under way is finished or aborted by the next {@link ReplaySinks#open}. */
    @Override
    public void close() {
        producer.close();
    }
}

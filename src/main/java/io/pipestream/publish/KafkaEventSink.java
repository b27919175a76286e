package io.pipestream.publish;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

import io.pipestream.journal.PendingEvent;
import io.pipestream.journal.Published;
import io.smallrye.reactive.messaging.OutgoingMessageMetadata;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.inject.Singleton;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Sends through SmallRye's Kafka connector: one idempotent producer, so acknowledged events keep their order. */
@Singleton
class KafkaEventSink implements EventSink {

    private static final Logger LOG = Logger.getLogger(KafkaEventSink.class);

    private final TopicGate gate = new TopicGate();
    private final Emitter<String> emitter;
    private final Topics topics;
    private final CloudEvents cloudEvents;
    private final PublishConfig config;

    // The relay bounds what is in flight, so the emitter's buffer need not.
    KafkaEventSink(
            @Channel("events") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) Emitter<String> emitter,
            Topics topics,
            CloudEvents cloudEvents,
            PublishConfig config) {
        this.emitter = emitter;
        this.topics = topics;
        this.cloudEvents = cloudEvents;
        this.config = config;
    }

    @Override
    public List<Published> send(List<PendingEvent> events) throws InterruptedException {
        var admitted = admitted(events);
        topics.ensure(admitted.stream().map(topics::of).collect(Collectors.toSet()));
        var sent = new ArrayList<CompletableFuture<RecordMetadata>>(admitted.size());
        for (var event : admitted) {
            sent.add(send(topics.of(event), event.key(), event.record(), cloudEvents.headers(event)));
        }
        var deadline = System.nanoTime() + config.ackTimeout().toNanos();
        var settled = new ArrayList<Published>(admitted.size());
        var failures = new ArrayList<Throwable>();
        for (int i = 0; i < admitted.size(); i++) {
            try {
                settled.add(settle(admitted.get(i), sent.get(i), deadline));
            } catch (ExecutionException | TimeoutException | SinkUnavailableException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            LOG.warnf(failures.getFirst(), "Kafka did not take %d of %d events", failures.size(), admitted.size());
        }
        return settled;
    }

    private List<PendingEvent> admitted(List<PendingEvent> events) {
        var admitted = new ArrayList<PendingEvent>(events.size());
        var underWay = new HashSet<String>();
        for (var event : events) {
            var topic = topics.of(event);
            if (gate.admits(topic, underWay)) {
                admitted.add(event);
                underWay.add(topic);
            }
        }
        return admitted;
    }

    private Published settle(PendingEvent event, CompletableFuture<RecordMetadata> sent, long deadline)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            return await(event, topics.of(event), sent, deadline, null);
        } catch (ExecutionException e) {
            if (Refusal.forEver(e) == null) {
                throw e;
            }
            return settleAlone(event, deadline);
        }
    }

    /** Sends it by itself, for Kafka refuses a whole batch when its records together are too large, or one of them is. */
    private Published settleAlone(PendingEvent event, long deadline)
            throws InterruptedException, ExecutionException, TimeoutException {
        var topic = topics.of(event);
        try {
            var sent = send(topic, event.key(), event.record(), cloudEvents.headers(event));
            return await(event, topic, sent, deadline, null);
        } catch (ExecutionException e) {
            var why = Refusal.forEver(e);
            if (why == null) {
                throw e;
            }
            return deadLetter(event, why, Refusal.isOfTopicName(e), deadline);
        }
    }

    /** Sends the event's headers without its value, which is what Kafka refused, and where to read it. */
    private Published deadLetter(PendingEvent event, String why, boolean badName, long deadline)
            throws InterruptedException, ExecutionException, TimeoutException {
        var topic = badName ? config.topicPrefix() + ".dlq" : topics.of(event) + ".dlq";
        if (!gate.admits(topic, Set.of())) {
            throw new SinkUnavailableException("Kafka refuses the dead-letter topic " + topic, null);
        }
        topics.ensure(Set.of(topic));
        var headers = cloudEvents.headers(event);
        CloudEvents.add(headers, "dead-letter-reason", why);
        CloudEvents.add(headers, "dead-letter-topic", topics.of(event));
        var value = "{\"event\":\"/api/events/" + event.id() + "\"}";
        var letter = await(event, topic, send(topic, event.key(), value, headers), deadline, why);
        LOG.errorf("event dead-lettered event=%s topic=%s reason=%s", event.id(), topic, why);
        return letter;
    }

    private Published await(
            PendingEvent event,
            String topic,
            CompletableFuture<RecordMetadata> sent,
            long deadline,
            @Nullable String problem)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            var at = sent.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            gate.taken(topic);
            return new Published(event.seq(), at.topic(), at.partition(), at.offset(), problem);
        } catch (ExecutionException | TimeoutException e) {
            topics.forget(topic);
            if (Refusal.isOfTopic(e)) {
                gate.refused(topic, e);
            }
            throw e;
        }
    }

    private CompletableFuture<RecordMetadata> send(String topic, String key, String value, List<RecordHeader> headers) {
        var acknowledged = new CompletableFuture<RecordMetadata>();
        var where = new OutgoingMessageMetadata<RecordMetadata>();
        var how = OutgoingKafkaRecordMetadata.<String>builder()
                .withTopic(topic)
                .withKey(key)
                .withHeaders(headers)
                .build();
        emitter.send(Message.of(
                value,
                Metadata.of(how, where),
                () -> {
                    acknowledged.complete(where.getResult());
                    return CompletableFuture.completedFuture(null);
                },
                failure -> {
                    acknowledged.completeExceptionally(failure);
                    return CompletableFuture.completedFuture(null);
                }));
        return acknowledged;
    }
}

package io.pipestream.publish;

import java.util.List;
import java.util.UUID;

import io.pipestream.event.Action;
import io.pipestream.journal.PendingEvent;
import jakarta.inject.Singleton;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** What is sent to Kafka: events, dead letters, progress. */
@Singleton
class Records {

    private final Topics topics;
    private final CloudEvents cloudEvents;

    Records(Topics topics, CloudEvents cloudEvents) {
        this.topics = topics;
        this.cloudEvents = cloudEvents;
    }

    ProducerRecord<String, String> of(PendingEvent event) {
        return record(topics.of(event), event.key(), event.record(), cloudEvents.headers(event));
    }

    /** The event's headers without its value, which is what Kafka refused, and where to read it. */
    ProducerRecord<String, String> deadLetter(PendingEvent event, String topic, String why) {
        var headers = cloudEvents.deadLetter(event, topics.of(event), why);
        return record(topic, event.key(), deadLetterValue(event), headers);
    }

    private static String deadLetterValue(PendingEvent event) {
        return "{\"event\":\"/api/events/" + event.id() + "\"}";
    }

    /** What the relay sent, and which replay sends it again. */
    ProducerRecord<String, String> replayed(PendingEvent event, ReplayRoute route) {
        if (route.isState() && event.action().equals(Action.DELETED.word())) {
            return record(topic(event, route), event.key(), null, cloudEvents.tombstone(event, route.id()));
        }
        return record(topic(event, route), event.key(), event.record(), cloudEvents.replayed(event, route.id()));
    }

    /** As {@link #deadLetter(PendingEvent, String, String)}. */
    ProducerRecord<String, String> deadLetter(PendingEvent event, ReplayRoute route, String topic, String why) {
        var headers = cloudEvents.deadLetter(event, topic(event, route), why, route.id());
        return record(topic, event.key(), deadLetterValue(event), headers);
    }

    ProducerRecord<String, String> of(UUID replayId, ReplayMark mark) {
        return new ProducerRecord<>(topics.replayProgress(), 0, replayId.toString(), mark.toJson());
    }

    /** Where a replay sends an event. */
    String topic(PendingEvent event, ReplayRoute route) {
        return route.topic() == null ? topics.of(event) : route.topic();
    }

    ProducerRecord<String, String> of(int shard, Progress progress) {
        return new ProducerRecord<>(topics.progress(), shard, Integer.toString(shard), progress.toJson());
    }

    private static ProducerRecord<String, String> record(
            String topic, String key, @Nullable String value, List<Header> headers) {
        return new ProducerRecord<>(topic, null, key, value, headers);
    }
}

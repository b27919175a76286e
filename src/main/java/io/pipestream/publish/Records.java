package io.pipestream.publish;

import java.util.List;

import io.pipestream.journal.PendingEvent;
import jakarta.inject.Singleton;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

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
        return record(topic, event.key(), "{\"event\":\"/api/events/" + event.id() + "\"}", headers);
    }

    ProducerRecord<String, String> of(int shard, Progress progress) {
        return new ProducerRecord<>(topics.progress(), shard, Integer.toString(shard), progress.toJson());
    }

    private static ProducerRecord<String, String> record(String topic, String key, String value, List<Header> headers) {
        return new ProducerRecord<>(topic, null, key, value, headers);
    }
}

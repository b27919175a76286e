package io.pipestream.publish;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.pipestream.journal.PendingEvent;
import org.jboss.logging.Logger;

/**
 * The topics that Kafka does not let a shard write, and the records that wait for them: events of other topics flow on,
 * but none overtakes an earlier one of its record. Each topic gets its next try after a minute. For one thread.
 */
final class Waiting {

    private static final Logger LOG = Logger.getLogger(Waiting.class);

    private static final long TRY_AGAIN_NANOS = Duration.ofMinutes(1).toNanos();

    private final Map<String, Long> nextTry = new HashMap<>();
    private final Map<String, String> topicByKey;

    /** @param topicByKey what waited when the shard was taken over; tried at once */
    Waiting(Map<String, String> topicByKey) {
        this.topicByKey = new HashMap<>(topicByKey);
        topicByKey.values().forEach(topic -> nextTry.put(topic, System.nanoTime()));
    }

    /**
     * Which of the events have to wait, and for which topic.
     *
     * @param topics of the events, one each
     */
    Map<Long, String> among(List<PendingEvent> events, List<String> topics) {
        if (nextTry.isEmpty()) {
            return Map.of();
        }
        var held = new LinkedHashMap<Long, String>();
        for (int i = 0; i < events.size(); i++) {
            var key = events.get(i).key();
            var topic = topicByKey.get(key);
            if (topic == null && nextTry.containsKey(topics.get(i))) {
                topic = topics.get(i);
                topicByKey.put(key, topic);
            }
            if (topic != null) {
                held.put(events.get(i).seq(), topic);
            }
        }
        return held;
    }

    /** Holds the topic back and tells the operator what to do; as often as it is tried, so once a minute. */
    void refused(String topic, Throwable why) {
        nextTry.put(topic, System.nanoTime() + TRY_AGAIN_NANOS);
        LOG.errorf(
                why,
                "topic refused topic=%s; its events wait, and later ones of the same records. "
                        + "Allow WRITE and DESCRIBE on it, and CREATE or create it by hand; it is tried every minute",
                topic);
    }

    /** Later events of the record wait too. */
    void holdBack(PendingEvent event, String topic) {
        topicByKey.put(event.key(), topic);
    }

    /** The topics whose next try is due. */
    List<String> due() {
        if (nextTry.isEmpty()) {
            return List.of();
        }
        var now = System.nanoTime();
        var due = new ArrayList<String>();
        nextTry.forEach((topic, at) -> {
            if (now - at >= 0) {
                due.add(topic);
            }
        });
        return due;
    }

    void released(String topic) {
        if (nextTry.remove(topic) != null) {
            topicByKey.values().removeIf(topic::equals);
            LOG.infof("topic is writable again topic=%s", topic);
        }
    }
}

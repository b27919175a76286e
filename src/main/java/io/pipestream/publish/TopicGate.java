package io.pipestream.publish;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.jboss.logging.Logger;

/**
 * Keeps a topic that Kafka does not let us write from holding up the others. A topic is sent one event at a time until
 * Kafka has taken one; a refused topic gets its next try after a minute. For one thread.
 */
class TopicGate {

    private static final Logger LOG = Logger.getLogger(TopicGate.class);

    private static final long TRY_AGAIN_NANOS = Duration.ofMinutes(1).toNanos();

    private final Set<String> proven = new HashSet<>();
    private final Map<String, Long> refusedAt = new HashMap<>();

    /** Whether an event may be sent to the topic, beside those already under way to the unproven topics. */
    boolean admits(String topic, Set<String> underWay) {
        if (proven.contains(topic)) {
            return true;
        }
        var refused = refusedAt.get(topic);
        return !underWay.contains(topic) && (refused == null || System.nanoTime() - refused >= TRY_AGAIN_NANOS);
    }

    void taken(String topic) {
        if (proven.add(topic) && refusedAt.remove(topic) != null) {
            LOG.infof("topic is writable again topic=%s", topic);
        }
    }

    /** Holds the topic's events back and tells the operator what to do; as often as it is tried, so once a minute. */
    void refused(String topic, Throwable why) {
        proven.remove(topic);
        refusedAt.put(topic, System.nanoTime());
        LOG.errorf(
                why,
                "topic refused topic=%s; its events wait, and later ones of the same records. "
                        + "Allow WRITE and DESCRIBE on it, and CREATE or create it by hand; it is tried every minute",
                topic);
    }
}

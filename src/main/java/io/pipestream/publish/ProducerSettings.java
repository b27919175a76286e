package io.pipestream.publish;

import java.util.HashMap;
import java.util.Map;

import io.smallrye.reactive.messaging.ClientCustomizer;
import jakarta.inject.Singleton;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.eclipse.microprofile.config.Config;

/**
 * Undoes what {@code retries=0} of a channel does beside its purpose. It stops the connector from sending a failed
 * record anew, late and out of order, but is handed on to the producer, whose own retries keep the order and must stay.
 */
@Singleton
class ProducerSettings implements ClientCustomizer<Map<String, Object>> {

    @Override
    public Map<String, Object> customize(String channel, Config channelConfig, Map<String, Object> settings) {
        var ours = new HashMap<>(settings);
        ours.remove(ProducerConfig.RETRIES_CONFIG);
        return ours;
    }
}

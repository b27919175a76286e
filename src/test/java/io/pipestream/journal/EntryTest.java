package io.pipestream.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.event.Action;
import io.pipestream.event.Delivery;
import io.pipestream.event.Observation;
import io.pipestream.event.RecordRef;
import io.pipestream.event.Source;
import org.junit.jupiter.api.Test;

class EntryTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    @Test
    void anEventThatCannotBeWrittenGoesToQuarantine() {
        // Given
        var delivery = new Delivery(UUID.randomUUID(), UUID.randomUUID(), NOW, Map.of(), "{}".getBytes(UTF_8));
        var object = JsonNodeFactory.instance.objectNode();
        var deep = object;
        // More than a generator of JSON is ready to write.
        for (int depth = 0; depth < 1_500; depth++) {
            deep = deep.putObject("deeper");
        }

        // When
        var entry = Entry.of(new Arrival.Understood(delivery, observation(object)), new RecordWriter(), null);

        // Then
        assertThat(entry.event()).isNull();
        assertThat(entry.reason()).isEqualTo("the event cannot be written");
        assertThat(entry.delivery()).isEqualTo(delivery);
    }

    @Test
    void anEventThatCanBeWrittenIsOne() {
        // Given
        var delivery = new Delivery(UUID.randomUUID(), UUID.randomUUID(), NOW, Map.of(), "{}".getBytes(UTF_8));
        var object = JsonNodeFactory.instance.objectNode().put("title", "Roof");

        // When
        var entry = Entry.of(new Arrival.Understood(delivery, observation(object)), new RecordWriter(), null);

        // Then
        assertThat(entry.event()).isNotNull();
        assertThat(entry.reason()).isNull();
    }

    private static Observation observation(ObjectNode object) {
        return new Observation(
                "7301:deal:9310001:added",
                new RecordRef("7301", "deal", "9310001"),
                Action.ADDED,
                NOW,
                Source.WEBHOOK_V2,
                null,
                null,
                object,
                null,
                JsonNodeFactory.instance.objectNode(),
                null,
                List.of());
    }
}

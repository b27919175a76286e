package io.pipestream.schema;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Whether consumers of the released topics still find and understand them: names, keys, headers, how many records of a
 * key are kept, and which schema describes the values. The number of partitions is the installation's.
 */
final class TopicCompatibility {

    private final JsonNode released;
    private final JsonNode current;
    private final List<String> breaks = new ArrayList<>();

    private TopicCompatibility(JsonNode released, JsonNode current) {
        this.released = released;
        this.current = current;
    }

    /** What a consumer would stumble over, as sentences; empty if nothing. */
    static List<String> breaks(JsonNode released, JsonNode current) {
        var comparison = new TopicCompatibility(released, current);
        released.path("channels").properties().forEach(channel -> comparison.compare(channel.getKey()));
        return comparison.breaks;
    }

    private void compare(String name) {
        var before = released.path("channels").path(name);
        var now = current.path("channels").path(name);
        if (now.isMissingNode()) {
            breaks.add("channel " + name + " was removed");
            return;
        }
        same(name, "topic", before.path("address"), now.path("address"));
        same(name, "cleanup policy", cleanup(before), cleanup(now));
        for (var message : before.path("messages").properties()) {
            var later = now.path("messages").path(message.getKey());
            if (later.isMissingNode()) {
                breaks.add("channel " + name + " has no message " + message.getKey() + " any more");
            } else {
                compareMessages(name, resolve(released, message.getValue()), resolve(current, later));
            }
        }
    }

    private void compareMessages(String channel, JsonNode before, JsonNode now) {
        same(channel, "content type", before.path("contentType"), now.path("contentType"));
        var schemaBefore = before.at("/payload/schema/$ref").asText();
        var schemaNow = now.at("/payload/schema/$ref").asText();
        if (!withoutVersion(schemaBefore).equals(withoutVersion(schemaNow))) {
            breaks.add("channel " + channel + " has another schema: " + schemaBefore + " became " + schemaNow);
        }
        Compatibility.breaks(before.at("/bindings/kafka/key"), now.at("/bindings/kafka/key"))
                .forEach(problem -> breaks.add("channel " + channel + ", the key: " + problem));
        Compatibility.breaks(before.path("headers"), now.path("headers"))
                .forEach(problem -> breaks.add("channel " + channel + ", headers: " + problem));
    }

    private void same(String channel, String what, JsonNode before, JsonNode now) {
        if (!before.equals(now)) {
            breaks.add("channel " + channel + " has another " + what + ": " + before + " became " + now);
        }
    }

    private static JsonNode cleanup(JsonNode channel) {
        return channel.at("/bindings/kafka/topicConfiguration/cleanup.policy");
    }

    private static JsonNode resolve(JsonNode document, JsonNode reference) {
        return document.at(reference.path("$ref").asText().substring(1));
    }

    private static String withoutVersion(String url) {
        return url.replaceAll("/v\\d+$", "");
    }
}

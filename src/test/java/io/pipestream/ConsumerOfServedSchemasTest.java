package io.pipestream;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.support.Api;
import io.pipestream.support.Door;
import io.pipestream.support.GeneratedConsumer;
import io.pipestream.support.Http;
import io.pipestream.support.Payloads;
import io.quarkus.test.junit.QuarkusTest;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A consumer that somebody writes from the served documents alone: topics from the AsyncAPI document, models generated
 * by jsonschema2pojo from the schemas that it refers to. See {@code src/test/consumer}.
 */
@QuarkusTest
class ConsumerOfServedSchemasTest {

    private static final long ID = 881_001;

    private static final String BUDGET = "c0ffee00000000000000000000000000000000aa";

    @Test
    void aProgramThatKnowsOnlyTheServedDocumentsReadsTheTriggersAndAnUpdatedDeal(@TempDir Path folder)
            throws Exception {
        // Given
        var document = Http.get(Api.url("/asyncapi"), Map.of()).json();
        var consumer = new GeneratedConsumer(folder);
        var topics = new HashMap<String, String>();
        for (var channel : List.of("deal_added", "note_added", "organization_added", "deal_updated")) {
            topics.put(channel, document.at("/channels/" + channel + "/address").asText());
            consumer.withModel(channel, schema(document, channel));
        }
        var door = Door.ofNewDeals();
        for (var object : List.of("deal", "note", "organization")) {
            door.deliver(Payloads.addedV2(object, ID, 1, "901"));
        }
        door.deliver(changedDeal());

        // When
        var told = consumer.tell(
                ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class),
                topics,
                key("deal"),
                key("note"),
                key("organization"));

        // Then
        assertThat(told)
                .containsExactly(
                        "PIPEDRIVE_NEW_DEAL_TRIGGER: deal 881001, Roof 881001 for 18500 EUR, in stage 2 of pipeline 1 since"
                                + " 2026-03-01T10:00:05Z, seen by webhook-v2",
                        "PIPEDRIVE_NEW_NOTE_TRIGGER: note 881001 of deal 12 says <p>Called about 881001</p>, pinned to its"
                                + " deal: null",
                        "PIPEDRIVE_NEW_ORGANIZATION_TRIGGER: organization 881001 is Roofers 881001 of user 77, address null",
                        "deal 881001 was what it was and is Larger roof, 18500 as before",
                        BUDGET + " is 2500 EUR");
    }

    /** Where the schema of a channel's records is, as the AsyncAPI document says. */
    private static URI schema(JsonNode document, String channel) {
        var message = document.at("/channels/" + channel + "/messages")
                .elements()
                .next()
                .path("$ref")
                .asText();
        var schema =
                document.at(message.substring(1)).at("/payload/schema/$ref").asText();
        return URI.create(schema);
    }

    private static String changedDeal() throws JsonProcessingException {
        var body = (ObjectNode) Http.JSON.readTree(
                Payloads.changedV2("deal", ID, "Larger roof", Instant.parse("2026-03-02T08:00:00Z")));
        body.withObjectProperty("data")
                .putObject("custom_fields")
                .putObject(BUDGET)
                .put("type", "monetary")
                .put("value", 2500)
                .put("currency", "EUR");
        return body.toString();
    }

    private static String key(String object) {
        return Payloads.COMPANY + ':' + object + ':' + ID;
    }
}

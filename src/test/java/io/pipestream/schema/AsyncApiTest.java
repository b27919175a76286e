package io.pipestream.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

import com.fasterxml.jackson.databind.JsonNode;
import io.pipestream.event.EventType;
import io.pipestream.normalise.Catalogue;
import org.junit.jupiter.api.Test;

/** The AsyncAPI document is one, by AsyncAPI's own schema, and has every topic that consumers may read. */
class AsyncApiTest {

    private static final Path ASYNC_API = Path.of("src/test/resources/asyncapi/asyncapi-3.0.0.json.gz");

    @Test
    void theDocumentIsAsAsyncApiSays() throws IOException {
        assertThat(Validation.problems(asyncApi(), AsyncApi.of("acme", 12, "https://hooks.example.com")))
                .isEmpty();
    }

    @Test
    void aDocumentThatIsNoneIsNoticed() throws IOException {
        // Given
        var document = AsyncApi.of("acme", 12, "https://hooks.example.com");
        document.withObjectProperty("channels").withObjectProperty("deal_added").put("adress", "acme.deal.added");

        // When
        var problems = Validation.problems(asyncApi(), document);

        // Then
        assertThat(problems).isNotEmpty();
    }

    @Test
    void everyDeclaredTypeHasAChannelWithItsTopicAndItsSchema() {
        // When
        var document = AsyncApi.of("acme", 12, "https://hooks.example.com");

        // Then
        Catalogue.records()
                .keySet()
                .forEach(object -> Catalogue.actions(object).forEach(action -> {
                    var type = EventType.of(object, action);
                    var channel = document.path("channels").path(AsyncApi.channel(type));
                    assertThat(channel.path("address").asText()).isEqualTo("acme." + object + '.' + action.word());
                    assertThat(channel.at("/bindings/kafka/partitions").asInt()).isEqualTo(12);
                    var message = document.at(channel.path("messages")
                            .path(AsyncApi.channel(type))
                            .path("$ref")
                            .asText()
                            .substring(1));
                    assertThat(message.at("/payload/schema/$ref").asText())
                            .isEqualTo("https://hooks.example.com"
                                    + SchemaLibrary.path(type.name(), Released.version(type.name())));
                }));
        assertThat(document.path("channels").path("other").path("address").asText())
                .isEqualTo("acme.{object}.{action}");
        assertThat(document.path("channels")
                        .path("dead_letters")
                        .path("address")
                        .asText())
                .isEqualTo("acme.{object}.{action}.dlq");
        assertThat(document.path("channels").path("control").path("address").asText())
                .isEqualTo("acme.control");
    }

    private static JsonNode asyncApi() throws IOException {
        try (var in = new GZIPInputStream(Files.newInputStream(ASYNC_API))) {
            return Validation.json(new String(in.readAllBytes(), UTF_8));
        }
    }
}

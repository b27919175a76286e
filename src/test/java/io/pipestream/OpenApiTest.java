package io.pipestream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.pipestream.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The served description says of words what the API really takes and writes: clients are generated from it. */
@QuarkusTest
@Timeout(60)
class OpenApiTest {

    private static final String NO_WORD = "no-such-word";

    private final JsonNode openApi = Api.get("/api/openapi?format=json").json();

    @Test
    void theWordsOfEachEnumAreThoseThatAreWrittenAndRead() {
        // Given
        var json = new ObjectMapper();
        var written = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("io.pipestream").stream()
                        .map(JavaClass::reflect)
                        .filter(Class::isEnum)
                        .map(type -> Stream.of(type.getEnumConstants())
                                .map(constant -> json.valueToTree(constant).asText())
                                .collect(Collectors.toSet()))
                        .collect(Collectors.toSet());

        // When
        var described = openApi.path("components").path("schemas").properties().stream()
                .filter(schema -> schema.getValue().has("enum"))
                .toList();

        // Then
        assertThat(described)
                .hasSizeGreaterThan(15)
                .allSatisfy(schema ->
                        assertThat(words(schema.getValue())).as(schema.getKey()).isIn(written));
        assertThat(openApi.path("components").path("schemas").findValues("containerNode"))
                .as("JSON that is described by the getters of Jackson's class")
                .isEmpty();
    }

    @Test
    void eachWordOfAParameterIsTakenAndNoOther() throws Exception {
        // Given
        var hook = hook("payload").path("id").asText();
        var asked = new ArrayList<String>();

        for (var path : openApi.path("paths").properties()) {
            var url = path.getKey().replace("{hook}", hook).replace("{slug}", "PIPEDRIVE_NEW_DEAL_TRIGGER");
            for (var parameter : path.getValue().path("get").path("parameters")) {
                if (!parameter.path("schema").has("enum")) {
                    continue;
                }
                var name = parameter.path("name").asText();
                asked.add(path.getKey() + ' ' + name);
                for (var word : words(parameter.path("schema"))) {
                    // When
                    var answer = status(url + '?' + name + '=' + word);

                    // Then
                    assertThat(answer).as(url + ' ' + name + ' ' + word).isEqualTo(200);
                }
                assertThat(status(url + '?' + name + '=' + NO_WORD)).as(url).isEqualTo(400);
            }
        }
        assertThat(asked).hasSizeGreaterThan(10).contains("/api/hooks/{hook}/deliveries state", "/api/events path");
        Api.delete("/api/hooks/" + hook);
    }

    @Test
    void aHookIsMadeWithEachDescribedContentAndShowsItAndADescribedState() {
        // Given
        var schemas = openApi.path("components").path("schemas");
        var contents = words(schemas.path("HookContent"));

        for (var content : contents) {
            // When
            var hook = hook(content);

            // Then
            assertThat(hook.path("content").asText()).isEqualTo(content);
            assertThat(words(
                            resolved(schemas.path("HookView").path("properties").path("state"))))
                    .containsExactlyInAnyOrder("enabled", "disabled")
                    .contains(hook.path("state").asText());
            Api.delete("/api/hooks/" + hook.path("id").asText());
        }
        assertThat(contents).containsExactlyInAnyOrder("payload", "event");
    }

    private static JsonNode hook(String content) {
        var answer = Api.post("/api/hooks", """
                {"url": "http://127.0.0.1:9/nobody", "trigger": "PIPEDRIVE_NEW_DEAL_TRIGGER", "content": "%s",
                 "filter": "meta.company_id == 'nobody'"}
                """.formatted(content));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json();
    }

    private JsonNode resolved(JsonNode schema) {
        var reference = schema.findValue("$ref");
        return reference == null ? schema : openApi.at(reference.asText().substring(1));
    }

    private static Set<String> words(JsonNode schema) {
        var words = new ArrayList<String>();
        schema.path("enum").forEach(word -> words.add(word.asText()));
        assertThat(words).doesNotHaveDuplicates();
        return Set.copyOf(words);
    }

    /** Of the answer's head: a stream does not end. */
    private static int status(String path) throws IOException, InterruptedException {
        var http = HttpClient.newHttpClient();
        try {
            var answer = http.send(
                    HttpRequest.newBuilder(URI.create(Api.url(path)))
                            .header("Authorization", "Bearer " + Api.KEY)
                            .build(),
                    BodyHandlers.ofInputStream());
            answer.body().close();
            return answer.statusCode();
        } finally {
            http.shutdownNow();
        }
    }
}

package io.pipestream;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import io.pipestream.normalise.Catalogue;
import io.pipestream.support.Api;
import io.pipestream.support.Door;
import io.pipestream.support.Http;
import io.pipestream.support.Payloads;
import io.pipestream.support.Topic;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The catalogue of triggers, samples that are marked, and the stream. What a sample looks like in a topic is held to the schemas. */
@QuarkusTest
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TriggersTest {

    private static final String NEW_DEAL = "/api/triggers/PIPEDRIVE_NEW_DEAL_TRIGGER";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PIPEDRIVE_NEW_DEAL_TRIGGER         | New Deal Received Trigger         | deal         | currency, id, stage_id, status, title, user_id, value
            PIPEDRIVE_NEW_NOTE_TRIGGER         | New Note Received Trigger         | note         | add_time, content, deal_id, id, org_id, person_id, user_id
            PIPEDRIVE_NEW_ORGANIZATION_TRIGGER | New Organization Received Trigger | organization | address, email, id, name, owner_id, phone, web
            """)
    void theThreeTriggersThatWorkflowBuildersKnowAreFieldForFieldAsAgreed(
            String slug, String title, String object, String fields) {
        // When
        var trigger = Api.get("/api/triggers/" + slug).json();

        // Then
        assertThat(trigger.path("slug").asText()).isEqualTo(slug);
        assertThat(trigger.path("title").asText()).isEqualTo(title);
        assertThat(trigger.path("type").asText()).isEqualTo("com.pipedrive." + object + ".added");
        assertThat(trigger.path("topic").asText()).endsWith('.' + object + ".added");
        assertThat(trigger.path("has_own_payload").asBoolean()).isTrue();
        assertThat(trigger.path("configuration")).isEmpty();
        assertThat(names(trigger.path("payload"))).isEqualTo(fields);
        assertThat(String.join(", ", keys(trigger.path("payload_schema").path("properties"))))
                .isEqualTo(fields);
        assertThat(trigger.path("payload_schema").path("additionalProperties").asBoolean(true))
                .isFalse();
        assertThat(String.join(", ", keys(trigger.path("sample_payload")))).isEqualTo(fields);
        assertThat(trigger.path("sample_payload")).allMatch(value -> value.isTextual() || value.isNull());
        assertThat(trigger.path("payload"))
                .allMatch(field -> field.path("type").asText().equals("string"))
                .noneMatch(field -> field.path("description").asText().isBlank());
    }

    @Test
    void everythingElseThatCanHappenToADeclaredObjectHasATriggerWithSchemaAndSample() {
        // Given
        var list = Api.get("/api/triggers").json().path("data");
        var types = new TreeSet<String>();
        Catalogue.records()
                .keySet()
                .forEach(object -> Catalogue.actions(object)
                        .forEach(action -> types.add("com.pipedrive." + object + '.' + action.word())));

        // Then
        assertThat(list).hasSize(types.size());
        assertThat(stream(list).map(one -> one.path("type").asText())).containsExactlyInAnyOrderElementsOf(types);
        assertThat(stream(list).map(one -> one.path("slug").asText()))
                .doesNotHaveDuplicates()
                .contains(
                        "PIPEDRIVE_DEAL_UPDATED_TRIGGER",
                        "PIPEDRIVE_PERSON_MERGED_TRIGGER",
                        "PIPEDRIVE_ACTIVITY_TYPE_ADDED_TRIGGER")
                .allMatch(slug -> slug.matches("PIPEDRIVE(_[A-Z]+)+_TRIGGER"));
        assertThat(list).allSatisfy(summary -> {
            var trigger =
                    Api.get("/api/triggers/" + summary.path("slug").asText()).json();
            assertThat(summary.path("title").asText()).endsWith(" Trigger");
            assertThat(summary.path("description").asText()).matches("Starts a workflow when an? .*\\.");
            assertThat(summary.path("payload"))
                    .isNotEmpty()
                    .noneMatch(field -> field.path("description").asText().isBlank())
                    .noneMatch(field -> field.path("type").asText().isBlank());
            assertThat(keys(trigger.path("payload_schema").path("properties")))
                    .containsAll(keys(trigger.path("sample_payload")));
            assertThat(trigger.path("sample_payload")).isNotEmpty();
            assertThat(trigger.path("sample_event").has("meta")).isTrue();
        });
    }

    @Test
    void aTriggerThatThereIsNotIsAProblem() {
        for (var answer : List.of(
                Api.get("/api/triggers/PIPEDRIVE_NEW_UNICORN_TRIGGER"),
                Api.post("/api/triggers/PIPEDRIVE_NEW_UNICORN_TRIGGER/test", "{}"),
                Api.get("/api/triggers/PIPEDRIVE_NEW_UNICORN_TRIGGER/stream"))) {
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.json().path("type").asText()).isEqualTo("/problems/trigger-not-found");
        }
    }

    @Test
    void aSampleGoesTheWayOfEventsAndSaysInItsHeadersAndItsValueThatItIsOne() throws Exception {
        // Given
        var before = Topic.mark("pipedrive.deal.added");

        // When
        var sent = Api.post(NEW_DEAL + "/test", """
                {"object": {"title": "Barn roof", "value": 18500.5, "expected_close_date": "2026-05-29"},
                 "payload": {"stage_id": "99"}}
                """);

        // Then
        assertThat(sent.status()).isEqualTo(201);
        var id = sent.json().path("event_id").asText();
        var key = sent.json().path("key").asText();
        assertThat(key).matches("test:deal:test-[0-9a-f-]{36}");
        assertThat(sent.json().path("topic").asText()).isEqualTo("pipedrive.deal.added");
        var record = before.await(1, one -> key.equals(one.key())).getFirst();
        assertThat(Topic.header(record, "ce_id")).isEqualTo(id);
        assertThat(Topic.header(record, "ce_test")).isEqualTo("true");
        assertThat(Topic.header(record, "ce_ingestpath")).isEqualTo("test");
        assertThat(Topic.header(record, "ce_source")).isEqualTo("/pipedrive/test");
        var value = Http.JSON.readTree(record.value());
        assertThat(value.path("trigger").asText()).isEqualTo("PIPEDRIVE_NEW_DEAL_TRIGGER");
        assertThat(value.path("meta").path("test").asBoolean()).isTrue();
        assertThat(value.path("meta").path("source").asText()).isEqualTo("test");
        assertThat(value.path("object").path("title").asText()).isEqualTo("Barn roof");
        assertThat(value.path("payload").path("title").asText()).isEqualTo("Barn roof");
        assertThat(value.path("payload").path("value").asText()).isEqualTo("18500.5");
        assertThat(value.path("payload").path("stage_id").asText()).isEqualTo("99");
        assertThat(value.path("payload").path("id").asText()).isEqualTo(key.replace("test:deal:", ""));
        var stored = Api.get("/api/events/" + id).json();
        assertThat(stored.path("source").asText()).isEqualTo("test");
        assertThat(Api.get("/api/events?source=test&record_id=" + key.replace("test:deal:", ""))
                        .json()
                        .path("data"))
                .hasSize(1);
        assertThat(Api.get("/api/events/" + id + "/renormalised")
                        .json()
                        .path("understood")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void theSampleOfAnyTriggerReachesItsTopicAndARealEventIsNoSample() throws Exception {
        // Given
        var slugs = List.of(
                "PIPEDRIVE_NEW_NOTE_TRIGGER",
                "PIPEDRIVE_NEW_ORGANIZATION_TRIGGER",
                "PIPEDRIVE_DEAL_UPDATED_TRIGGER",
                "PIPEDRIVE_PERSON_DELETED_TRIGGER",
                "PIPEDRIVE_ORGANIZATION_MERGED_TRIGGER");

        for (var slug : slugs) {
            var topic = Api.get("/api/triggers/" + slug).json().path("topic").asText();
            var before = Topic.mark(topic);

            // When
            var sent = Api.post("/api/triggers/" + slug + "/test", "").json();

            // Then
            var record = before.await(1, one -> sent.path("key").asText().equals(one.key()))
                    .getFirst();
            assertThat(Topic.header(record, "ce_test")).as(slug).isEqualTo("true");
        }

        // When
        var before = Topic.mark("pipedrive.deal.added");
        Door.ofNewDeals().deliver(Payloads.addedV2("deal", 945_001, 1, "901"));

        // Then
        var real = before.await(1, one -> one.key().endsWith(":deal:945001")).getFirst();
        assertThat(real.headers().lastHeader("ce_test")).isNull();
        assertThat(Http.JSON.readTree(real.value()).path("meta").has("test")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"object": {"id": "3"}}                                | id of a sample
            {"object": {"colour": "red"}}                          | no field colour
            {"object": {"title": 3}}                               | of type string
            {"object": {"value": "3"}}                             | of type number
            {"object": {"is_archived": "yes"}}                     | of type boolean
            {"object": {"add_time": "yesterday"}}                  | date-time
            {"object": {"expected_close_date": "29.5.2026"}}       | date
            {"object": {"custom_fields": {}}}                      | cannot be given
            {"payload": {"value": 3}}                              | of type string
            {"payload": {"web": "x"}}                              | no field web
            """)
    void aSampleIsAsItsSchemaSaysOrNotSent(String overrides, String why) {
        // When
        var answer = Api.post(NEW_DEAL + "/test", overrides);

        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("type").asText()).isEqualTo("/problems/sample-invalid");
        assertThat(answer.json().path("detail").asText()).contains(why);
    }

    @Test
    void theStreamSendsWhatPassesTheFilterSaysWhatCannotBeToldAndGoesOnWhereItWas() throws Exception {
        // Given
        var door = Door.ofNewDeals();
        var http = HttpClient.newHttpClient();
        try {
            var filter = "object.id == 'test' || object.id.startsWith('94501') && int(object.id) >= 945011"
                    + " && object.id != '945012' && (object.id != '945013' || custom.Missing == 'x')";
            var lines = follow(http, filter, "payload", "");
            awaitLine(lines, "following from here");
            awaitLine(lines, "id:");

            // When
            for (long id = 945_010; id <= 945_014; id++) {
                door.deliver(Payloads.addedV2("note", id, 1, "901"));
            }

            // Then
            var place = awaitLine(lines, "id:");
            assertThat(awaitLine(lines, "event:")).contains("com.pipedrive.note.added");
            var payload = Http.JSON.readTree(awaitLine(lines, "data:").substring("data:".length()));
            assertThat(payload.path("id").asText()).isEqualTo("945011");
            assertThat(keys(payload)).hasSize(7);
            assertThat(awaitLine(lines, "filter failed")).contains("a field that it asks for is not there");
            assertThat(awaitLine(lines, "data:")).contains("\"945014\"");

            // When
            var resumed = follow(
                    http, filter, "event", place.substring("id:".length()).trim());

            // Then
            var event = Http.JSON.readTree(awaitLine(resumed, "data:").substring("data:".length()));
            assertThat(event.path("subject").asText()).isEqualTo("note/945014");
            assertThat(event.path("key").asText()).endsWith(":note:945014");
            assertThat(event.path("meta").path("source").asText()).isEqualTo("webhook-v2");
            assertThat(event.path("id").asText()).hasSize(36);
        } finally {
            // An open stream would keep close() waiting for ever.
            http.shutdownNow();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            filter=status%20%3D%3D%20'open' | filter-invalid
            projection=all                  | projection-invalid
            """)
    void aStreamThatCannotBeIsRefusedAtOnce(String query, String problem) {
        // When
        var answer = Api.get(NEW_DEAL + "/stream?" + query);

        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("type").asText()).isEqualTo("/problems/" + problem);
    }

    private static BlockingQueue<String> follow(HttpClient http, String filter, String projection, String lastEventId) {
        var query = "?projection=" + projection + "&filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8);
        var request = HttpRequest.newBuilder(
                        URI.create(Api.url("/api/triggers/PIPEDRIVE_NEW_NOTE_TRIGGER/stream" + query)))
                .timeout(Duration.ofSeconds(40))
                .header("Authorization", "Bearer " + Api.KEY);
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        var lines = new LinkedBlockingQueue<String>();
        var unused = http.sendAsync(request.build(), BodyHandlers.ofLines())
                .thenAccept(response -> response.body().forEach(lines::add));
        return lines;
    }

    /** The next line that has this text; what comes before it is passed over. */
    private static String awaitLine(BlockingQueue<String> lines, String text) throws InterruptedException {
        while (true) {
            var line = lines.poll(30, TimeUnit.SECONDS);
            assertThat(line).as("a line with " + text).isNotNull();
            if (line != null && line.contains(text)) {
                return line;
            }
        }
    }

    private static String names(JsonNode fields) {
        return String.join(
                ", ", stream(fields).map(field -> field.path("name").asText()).toList());
    }

    private static List<String> keys(JsonNode object) {
        return object.propertyStream().map(Map.Entry::getKey).toList();
    }

    private static Stream<JsonNode> stream(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}

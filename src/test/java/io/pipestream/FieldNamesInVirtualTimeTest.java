package io.pipestream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import com.fasterxml.jackson.databind.JsonNode;
import io.pipestream.ingest.IntakeDoor;
import io.pipestream.pipedrive.Purpose;
import io.pipestream.support.Api;
import io.pipestream.support.Door;
import io.pipestream.support.NewDeal;
import io.pipestream.support.TestClock;
import io.pipestream.support.VirtualAccount;
import io.pipestream.support.VirtualPipedrive;
import io.pipestream.support.VirtualService;
import io.pipestream.support.VirtualTime;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events carry the names of their time, and asking for names costs next to nothing. */
@QuarkusTest
@TestProfile(VirtualAccount.Profile.class)
class FieldNamesInVirtualTimeTest {

    private static final Logger LOG = Logger.getLogger(FieldNamesInVirtualTimeTest.class);

    private static final int BATCHES = 100;
    private static final int EVENTS = Integer.getInteger("pipestream.names.events", 6_000);
    private static final int BATCH = EVENTS / BATCHES;
    private static final long PLENTY = 1_000_000;
    private static final long SMALLEST_PLAN = 30_000;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String FIELDS_ROUTE = "GET /api/v2/dealFields";

    @Inject
    VirtualTime time;

    @Inject
    VirtualService service;

    @Inject
    IntakeDoor intake;

    private static long nextId = 71_000_000;

    @AfterEach
    void pipedriveIsWellAgain() {
        VirtualPipedrive.faults("{}");
    }

    @Test
    @Timeout(600)
    void manyEventsOfAnAccountWithFiveHundredFieldsCostOneReadingAnHourAndCarryTheNamesOfTheirTime() {
        // Given
        service.freshDay(PLENTY);
        var texts = new ArrayList<String>();
        var choices = new ArrayList<JsonNode>();
        for (int count = customFields().size(); count < 500; count++) {
            if (count % 2 == 0) {
                texts.add(add("Text " + count, "varchar", "[]").path("key").asText());
            } else {
                choices.add(add("Choice " + count, "enum", "[\"Yes\", \"No\"]"));
            }
        }
        assertThat(customFields()).hasSize(500);
        var renamed = texts.getFirst();
        var option = choices.getFirst();
        seen(NewDeal.of(nextId++, TestClock.now()).withText(renamed, "x"));
        time.run(HOUR.plusMinutes(1));
        var callsBefore = VirtualPipedrive.calls(FIELDS_ROUTE);
        var readings = new TreeSet<Instant>();
        readings.add(readAt("deal"));

        // When
        var began = System.nanoTime();
        var first = nextId;
        var renamedAt = Instant.MAX;
        for (int batch = 0; batch < BATCHES; batch++) {
            if (batch == 45) {
                rename(renamed, "Renamed text");
                relabel(option, "Surely");
                renamedAt = TestClock.now();
            }
            deliver(BATCH, texts, choices);
            readings.add(readAt("deal"));
            time.run(Duration.ofMinutes(6));
            readings.add(readAt("deal"));
        }
        var took = Duration.ofNanos(System.nanoTime() - began);

        // Then
        assertThat(nextId - first).isEqualTo(EVENTS);
        var apart = readings.first();
        for (var reading : readings.tailSet(apart, false)) {
            assertThat(Duration.between(apart, reading)).isGreaterThanOrEqualTo(HOUR);
            apart = reading;
        }
        var hours = Duration.between(readings.first(), TestClock.now()).toHours();
        assertThat((long) readings.size() - 1).isBetween(5L, hours);
        // More than 500 definitions, the standard ones included, are two pages.
        assertThat(VirtualPipedrive.calls(FIELDS_ROUTE) - callsBefore).isEqualTo(2 * (readings.size() - 1));
        assertThat(service.spent()).isEqualTo(VirtualPipedrive.tokens(VirtualTime.today()));
        var noticed = readings.higher(renamedAt);
        assertThat(noticed).isNotNull();

        // Each event as it was written at its time; the first of a batch has the first text.
        var before = event(first + 10);
        assertThat(before.path("custom_fields").path(texts.get(10)).path("name").asText())
                .startsWith("Text ");
        assertThat(nameIn(event(first), renamed)).startsWith("Text ");
        assertThat(nameIn(event(nextId - BATCH), renamed)).isEqualTo("Renamed text");
        var latest = event(nextId - 1);
        assertThat(latest.path("stage_name").asText()).isEqualTo("Site survey");
        LOG.infof(
                "measured: %d events of an account with 500 custom fields took=%s readings=%d spent=%s",
                EVENTS, took, readings.size() - 1, service.budget().spent());

        // Those that come late have the names of when they happened.
        var optionId = option.path("options").path(0).path("id").asLong();
        var optionKey = option.path("key").asText();
        var late = seen(NewDeal.of(nextId++, renamedAt.minusSeconds(60))
                .withText(renamed, "x")
                .withOption(optionKey, optionId));
        assertThat(nameIn(late, renamed)).startsWith("Text ");
        assertThat(late.path("custom_fields").path(optionKey).path("label").asText())
                .isEqualTo("Yes");
        var between = seen(NewDeal.of(nextId++, renamedAt.plusSeconds(1)).withOption(optionKey, optionId));
        assertThat(between.path("custom_fields").path(optionKey).path("label").asText())
                .isEqualTo("Surely");
        var now = seen(NewDeal.of(nextId++, TestClock.now()).withText(renamed, "x"));
        assertThat(now.path("custom_fields_by_name")
                        .path("Renamed text")
                        .path("key")
                        .asText())
                .isEqualTo(renamed);
    }

    @Test
    void aFieldThatNobodyKnowsYetFlowsWithItsKeyIsMarkedAndIsKnownWithinTheHour() {
        // Given
        service.freshDay(PLENTY);
        var field = add("Roof colour", "enum", "[\"Red\", \"Black\"]");
        var key = field.path("key").asText();
        var black = field.path("options").path(1).path("id").asLong();

        // When
        var unknown = seen(NewDeal.of(nextId++, TestClock.now()).withOption(key, black));

        // Then
        assertThat(unknown.path("custom_fields").path(key)).hasToString("{\"value\":\"" + black + "\"}");
        assertThat(unknown.path("custom_fields_by_name").isEmpty()).isTrue();
        assertThat(isMarkedAsNamed(nextId - 1)).isFalse();

        // When
        time.run(HOUR.plusMinutes(1));
        var known = seen(NewDeal.of(nextId++, TestClock.now()).withOption(key, black));

        // Then
        assertThat(known.path("custom_fields_by_name").path("Roof colour"))
                .hasToString(
                        "{\"key\":\"" + key + "\",\"value\":\"" + black + "\",\"type\":\"enum\",\"label\":\"Black\"}");
        assertThat(isMarkedAsNamed(nextId - 1)).isTrue();
        assertThat(known.path("stage_name").asText()).isEqualTo("Site survey");
        assertThat(known.path("pipeline_name").asText()).isEqualTo("Rooftops");
        assertThat(known.path("owner_name").asText()).isEqualTo("Mari Kask");
        assertThat(known.path("creator_user_name").asText()).isEqualTo("Jonas Berg");
        assertThat(known.path("label_names")).hasToString("[\"Hot\",\"Cold\"]");
        assertThat(known.path("channel_name").isNull()).isTrue();
    }

    @Test
    void anEventThatCameBeforeItsNamesHasThemWhenItIsReadAgain() {
        // Given
        service.freshDay(PLENTY);
        var field = add("Ridge tile", "enum", "[\"Clay\", \"Slate\"]");
        var key = field.path("key").asText();
        seen(NewDeal.of(nextId++, TestClock.now())
                .withOption(key, field.path("options").path(0).path("id").asLong()));
        var event = Api.events("object=deal&record_id=" + (nextId - 1)).getFirst();
        assertThat(isMarkedAsNamed(nextId - 1)).isFalse();
        time.run(HOUR.plusMinutes(1));
        var unnamed = Api.metric("pipestream_catalogue_unnamed_total", "");

        // When
        var again = Api.get("/api/events/" + event.path("id").asText() + "/renormalised")
                .json();

        // Then
        assertThat(again.path("equal").asBoolean()).isFalse();
        assertThat(again.path("same_id").asBoolean()).isTrue();
        assertThat(again.path("record")
                        .at("/object/custom_fields/" + key + "/label")
                        .asText())
                .isEqualTo("Clay");
        assertThat(again.path("diff"))
                .extracting(op -> op.path("op").asText() + ' ' + op.path("path").asText())
                .contains(
                        "add /object/custom_fields/" + key + "/name",
                        "add /object/custom_fields/" + key + "/label",
                        "add /object/custom_fields_by_name/Ridge tile",
                        "replace /meta/custom_fields_named")
                .noneMatch(op -> op.contains("/payload"));
        assertThat(Api.metric("pipestream_catalogue_unnamed_total", "")).isEqualTo(unnamed);
        assertThat(isMarkedAsNamed(nextId - 1)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dealField", "deal_field", "customField"})
    void anEventThatSpeaksOfFieldsMakesTheListBeReadWithinTheHour(String object) {
        // Given
        service.freshDay(SMALLEST_PLAN);
        var key = add("Told by " + object, "varchar", "[]").path("key").asText();
        seen(NewDeal.of(nextId++, TestClock.now()).withText(key, "x"));
        time.run(HOUR.plusMinutes(1));
        rename(key, "Told anew by " + object);
        seen(NewDeal.of(nextId++, TestClock.now()).withText(key, "x"));
        time.run(HOUR.plusMinutes(1));
        assertThat(nameIn(seen(NewDeal.of(nextId++, TestClock.now()).withText(key, "x")), key))
                .as("on the smallest plan nobody looks that often")
                .isEqualTo("Told by " + object);

        // When
        var answer = door().deliver(NewDeal.of(nextId++, TestClock.now())
                .json()
                .replace("\"entity\": \"deal\"", "\"entity\": \"" + object + '"'));
        time.step();

        // Then
        assertThat(answer.status()).isEqualTo(204);
        time.run(HOUR);
        assertThat(nameIn(seen(NewDeal.of(nextId++, TestClock.now()).withText(key, "x")), key))
                .isEqualTo("Told anew by " + object);
    }

    @Test
    void withoutTokensEventsFlowWithoutNames() {
        // Given
        service.freshDay(SMALLEST_PLAN);
        time.run(HOUR);
        var key = add("Too late today", "varchar", "[]").path("key").asText();
        VirtualPipedrive.faults("{\"api_429\": \"daily\"}");
        var refusedBefore = Api.metric("pipestream_catalogue_reads_total", "refused");
        var unnamedBefore = Api.metric("pipestream_catalogue_unnamed_total", "");

        // When
        seen(NewDeal.of(nextId++, TestClock.now()).withText(key, "x"));
        time.run(Duration.ofMinutes(70));
        var unnamed = seen(NewDeal.of(nextId++, TestClock.now()).withText(key, "x"));

        // Then
        assertThat(unnamed.path("custom_fields").path(key)).hasToString("{\"value\":\"x\"}");
        assertThat(isMarkedAsNamed(nextId - 1)).isFalse();
        assertThat(Api.metric("pipestream_catalogue_reads_total", "refused")).isGreaterThan(refusedBefore);
        assertThat(Api.metric("pipestream_catalogue_unnamed_total", "") - unnamedBefore)
                .isEqualTo(2);
        assertThat(fields("deal").path("problem").asText()).isEqualTo("DAY_SPENT");

        // When
        VirtualPipedrive.faults("{}");
        service.freshDay(SMALLEST_PLAN);

        // Then
        assertThat(nameIn(seen(NewDeal.of(nextId++, TestClock.now()).withText(key, "x")), key))
                .isEqualTo("Too late today");
    }

    @Test
    void anOperatorNeedNotWaitAndSeesTheHistory() {
        // Given
        service.freshDay(PLENTY);
        var key = add("Cellar", "enum", "[\"Dry\", \"Wet\"]").path("key").asText();
        var known = refresh("deal", 200);
        assertThat(field(known, key).path("name").asText()).isEqualTo("Cellar");
        var options = field(known, key).path("options");
        var spentBefore = service.budget().spent().getOrDefault(Purpose.OPERATOR, 0L);

        // When
        VirtualTime.jump(Duration.ofMinutes(5));
        VirtualPipedrive.control(
                "PATCH",
                "/fields/deal/" + key,
                "{\"name\": \"Basement\", \"options\": [{\"id\": %s, \"label\": \"Damp\"}, {\"label\": \"None\"}]}"
                        .formatted(options.path(1).path("id").asText()));
        VirtualTime.jump(Duration.ofMinutes(5));
        var field = field(refresh("deal", 200), key);

        // Then
        assertThat(field.path("name").asText()).isEqualTo("Basement");
        assertThat(field.path("listed_as").asText()).isEqualTo("Basement");
        assertThat(field.path("history").findValuesAsText("name")).containsExactly("Cellar", "Basement");
        assertThat(field.path("options").findValuesAsText("label")).containsExactly("Dry", "Damp", "None");
        assertThat(field.path("options").path(0).path("gone").asBoolean()).isTrue();
        assertThat(field.path("options").path(1).path("history").findValuesAsText("name"))
                .containsExactly("Wet", "Damp");
        assertThat(service.budget().spent().get(Purpose.OPERATOR)).isGreaterThan(spentBefore);
        assertThat(service.spent()).isEqualTo(VirtualPipedrive.tokens(VirtualTime.today()));
        assertThat(refresh("stage", 200).path("data").findValuesAsText("name")).contains("Enquiry", "Negotiation");
        assertThat(refresh("pipelines", 400).path("type").asText()).isEqualTo("/problems/fields-object-invalid");
    }

    private void deliver(int count, List<String> texts, List<JsonNode> choices) {
        var url = door().url();
        var path = url.substring(url.lastIndexOf('/') + 1);
        var at = TestClock.now();
        var room = new Semaphore(400);
        var failure = new AtomicReference<Throwable>();
        for (int each = 0; each < count; each++) {
            var choice = choices.get((int) (nextId % choices.size()));
            var deal = NewDeal.of(nextId++, at)
                    .withText(texts.get(each % texts.size()), "text")
                    .withText(texts.get((each + 7) % texts.size()), "more text")
                    .withOption(
                            choice.path("key").asText(),
                            choice.path("options").path(each % 2).path("id").asLong());
            room.acquireUninterruptibly();
            intake.take(path, deal.json(), at)
                    .onTermination()
                    .invoke(() -> room.release())
                    .subscribe()
                    .with(stored -> {}, failure::set);
        }
        try {
            assertThat(room.tryAcquire(400, 60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        assertThat(failure.get()).isNull();
    }

    private static Door door() {
        return Door.in(VirtualPipedrive.webhooks(), "create", "deal", "2.0").orElseThrow();
    }

    /** The object of the event that comes of the delivery. */
    private static JsonNode seen(NewDeal deal) {
        assertThat(door().deliver(deal.json()).status()).isEqualTo(204);
        return event(deal.id());
    }

    private static JsonNode event(long id) {
        var found = Api.events("object=deal&action=added&record_id=" + id);
        assertThat(found).hasSize(1);
        return found.getFirst().path("object");
    }

    private static boolean isMarkedAsNamed(long id) {
        var event = Api.events("object=deal&action=added&record_id=" + id).getFirst();
        var record = Api.get("/api/events/" + event.path("id").asText()).json();
        return record.path("meta").path("custom_fields_named").asBoolean();
    }

    private static String nameIn(JsonNode object, String key) {
        return object.path("custom_fields").path(key).path("name").asText();
    }

    private static List<JsonNode> customFields() {
        var fields = new ArrayList<JsonNode>();
        VirtualPipedrive.control("GET", "/fields/deal", "").path("data").forEach(field -> {
            if (field.path("key").asText().length() == 40) {
                fields.add(field);
            }
        });
        return fields;
    }

    private static JsonNode add(String name, String type, String options) {
        return VirtualPipedrive.control(
                "POST",
                "/fields/deal",
                "{\"name\": \"%s\", \"type\": \"%s\", \"options\": %s}".formatted(name, type, options));
    }

    private static void rename(String key, String name) {
        VirtualPipedrive.control("PATCH", "/fields/deal/" + key, "{\"name\": \"" + name + "\"}");
    }

    private static void relabel(JsonNode field, String label) {
        var options = field.path("options");
        VirtualPipedrive.control(
                "PATCH",
                "/fields/deal/" + field.path("key").asText(),
                "{\"options\": [{\"id\": %s, \"label\": \"%s\"}, {\"id\": %s, \"label\": \"No\"}]}"
                        .formatted(
                                options.path(0).path("id").asText(),
                                label,
                                options.path(1).path("id").asText()));
    }

    private static String path() {
        var connection = Api.get("/api/connections").json().path("data").path(0);
        return "/api/connections/" + connection.path("id").asText() + "/fields";
    }

    private static JsonNode fields(String object) {
        return Api.get(path() + "?object=" + object).json();
    }

    private static JsonNode refresh(String object, int status) {
        var answer = Api.post(path() + "/refresh?object=" + object, "{}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        return answer.json();
    }

    private static JsonNode field(JsonNode list, String key) {
        for (var field : list.path("data")) {
            if (field.path("key").asText().equals(key)) {
                return field;
            }
        }
        throw new AssertionError("no field " + key);
    }

    private static Instant readAt(String object) {
        return Instant.parse(fields(object).path("read_at").asText());
    }
}

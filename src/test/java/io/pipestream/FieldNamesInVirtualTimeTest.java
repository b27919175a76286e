package io.pipestream;

import static io.pipestream.NamedDeals.isMarkedAsNamed;
import static io.pipestream.NamedDeals.nameIn;
import static io.pipestream.NamedDeals.object;
import static io.pipestream.NamedDeals.seen;
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
import io.pipestream.support.Api;
import io.pipestream.support.TestClock;
import io.pipestream.support.VirtualAccount;
import io.pipestream.support.VirtualPipedrive;
import io.pipestream.support.VirtualService;
import io.pipestream.support.VirtualTime;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Events carry the names of their time, and asking for names costs next to nothing. */
@QuarkusTest
@TestProfile(VirtualAccount.Profile.class)
class FieldNamesInVirtualTimeTest {

    private static final Logger LOG = Logger.getLogger(FieldNamesInVirtualTimeTest.class);

    private static final int BATCHES = 100;
    private static final int EVENTS = Integer.getInteger("pipestream.names.events", 6_000);
    private static final int BATCH = EVENTS / BATCHES;
    private static final long PLENTY = 1_000_000;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String FIELDS_ROUTE = "GET /api/v2/dealFields";

    @Inject
    VirtualTime time;

    @Inject
    VirtualService service;

    @Inject
    IntakeDoor intake;

    @Test
    @Timeout(600)
    void manyEventsOfAnAccountWithFiveHundredFieldsCostOneReadingAnHourAndCarryTheNamesOfTheirTime() {
        // Given
        service.freshDay(PLENTY);
        var texts = new ArrayList<String>();
        var choices = new ArrayList<JsonNode>();
        for (int count = DealFields.all().size(); count < 500; count++) {
            if (count % 2 == 0) {
                texts.add(DealFields.add("Text " + count, "varchar", "[]")
                        .path("key")
                        .asText());
            } else {
                choices.add(DealFields.add("Choice " + count, "enum", "[\"Yes\", \"No\"]"));
            }
        }
        assertThat(DealFields.all()).hasSize(500);
        var renamed = texts.getFirst();
        var option = choices.getFirst();
        seen(NamedDeals.next().withText(renamed, "x"));
        time.run(HOUR.plusMinutes(1));
        var callsBefore = VirtualPipedrive.calls(FIELDS_ROUTE);
        var readings = new TreeSet<Instant>();
        readings.add(readAt());

        // When
        var began = System.nanoTime();
        var events = new ArrayList<Long>();
        var renamedAt = Instant.MAX;
        for (int batch = 0; batch < BATCHES; batch++) {
            if (batch == 45) {
                DealFields.rename(renamed, "Renamed text");
                DealFields.relabel(option, "Surely");
                renamedAt = TestClock.now();
            }
            events.addAll(deliver(BATCH, texts, choices));
            readings.add(readAt());
            time.run(Duration.ofMinutes(6));
            readings.add(readAt());
        }
        var took = Duration.ofNanos(System.nanoTime() - began);

        // Then
        assertThat(events).hasSize(EVENTS);
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
        var before = object(events.get(10));
        assertThat(before.path("custom_fields").path(texts.get(10)).path("name").asText())
                .startsWith("Text ");
        assertThat(nameIn(object(events.getFirst()), renamed)).startsWith("Text ");
        assertThat(nameIn(object(events.get(EVENTS - BATCH)), renamed)).isEqualTo("Renamed text");
        var latest = object(events.getLast());
        assertThat(latest.path("stage_name").asText()).isEqualTo("Site survey");
        LOG.infof(
                "measured: %d events of an account with 500 custom fields took=%s readings=%d spent=%s",
                EVENTS, took, readings.size() - 1, service.budget().spent());

        // Those that come late have the names of when they happened.
        var optionId = option.path("options").path(0).path("id").asLong();
        var optionKey = option.path("key").asText();
        var late = seen(NamedDeals.next(renamedAt.minusSeconds(60))
                .withText(renamed, "x")
                .withOption(optionKey, optionId));
        assertThat(nameIn(late, renamed)).startsWith("Text ");
        assertThat(late.path("custom_fields").path(optionKey).path("label").asText())
                .isEqualTo("Yes");
        var between = seen(NamedDeals.next(renamedAt.plusSeconds(1)).withOption(optionKey, optionId));
        assertThat(between.path("custom_fields").path(optionKey).path("label").asText())
                .isEqualTo("Surely");
        var now = seen(NamedDeals.next().withText(renamed, "x"));
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
        var field = DealFields.add("Roof colour", "enum", "[\"Red\", \"Black\"]");
        var key = field.path("key").asText();
        var black = field.path("options").path(1).path("id").asLong();

        // When
        var early = NamedDeals.next().withOption(key, black);
        var unknown = seen(early);

        // Then
        assertThat(unknown.path("custom_fields").path(key)).hasToString("{\"value\":\"" + black + "\"}");
        assertThat(unknown.path("custom_fields_by_name").isEmpty()).isTrue();
        assertThat(isMarkedAsNamed(early)).isFalse();

        // When
        time.run(HOUR.plusMinutes(1));
        var late = NamedDeals.next().withOption(key, black);
        var known = seen(late);

        // Then
        assertThat(known.path("custom_fields_by_name").path("Roof colour"))
                .hasToString(
                        "{\"key\":\"" + key + "\",\"value\":\"" + black + "\",\"type\":\"enum\",\"label\":\"Black\"}");
        assertThat(isMarkedAsNamed(late)).isTrue();
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
        var field = DealFields.add("Ridge tile", "enum", "[\"Clay\", \"Slate\"]");
        var key = field.path("key").asText();
        var clay = field.path("options").path(0).path("id").asLong();
        var deal = NamedDeals.next().withOption(key, clay);
        seen(deal);
        assertThat(isMarkedAsNamed(deal)).isFalse();
        time.run(HOUR.plusMinutes(1));
        var unnamed = Api.metric("pipestream_catalogue_unnamed_total", "");

        // When
        var event = NamedDeals.event(deal.id()).path("id").asText();
        var again = Api.get("/api/events/" + event + "/renormalised").json();

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
        assertThat(isMarkedAsNamed(deal)).isFalse();
    }

    /** So many new deals, past HTTP, for that would take longer; answers their ids. */
    private List<Long> deliver(int count, List<String> texts, List<JsonNode> choices) {
        var url = NamedDeals.door().url();
        var path = url.substring(url.lastIndexOf('/') + 1);
        var at = TestClock.now();
        var room = new Semaphore(400);
        var failure = new AtomicReference<Throwable>();
        var ids = new ArrayList<Long>();
        for (int each = 0; each < count; each++) {
            var next = NamedDeals.next(at);
            ids.add(next.id());
            var choice = choices.get((int) (next.id() % choices.size()));
            var deal = next.withText(texts.get(each % texts.size()), "text")
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
        return ids;
    }

    private static Instant readAt() {
        return Instant.parse(KnownFields.of("deal").path("read_at").asText());
    }
}

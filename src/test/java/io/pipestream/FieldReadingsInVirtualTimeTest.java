package io.pipestream;

import static io.pipestream.NamedDeals.isMarkedAsNamed;
import static io.pipestream.NamedDeals.nameIn;
import static io.pipestream.NamedDeals.seen;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import io.pipestream.pipedrive.Purpose;
import io.pipestream.support.Api;
import io.pipestream.support.VirtualAccount;
import io.pipestream.support.VirtualPipedrive;
import io.pipestream.support.VirtualService;
import io.pipestream.support.VirtualTime;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A list of fields is read anew within the hour of a word about it, at once for an operator, and not without tokens. */
@QuarkusTest
@TestProfile(VirtualAccount.Profile.class)
class FieldReadingsInVirtualTimeTest {

    private static final long PLENTY = 1_000_000;
    private static final long SMALLEST_PLAN = 30_000;
    private static final Duration HOUR = Duration.ofHours(1);

    @Inject
    VirtualTime time;

    @Inject
    VirtualService service;

    @AfterEach
    void pipedriveIsWellAgain() {
        VirtualPipedrive.faults("{}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dealField", "deal_field", "customField"})
    void anEventThatSpeaksOfFieldsMakesTheListBeReadWithinTheHour(String object) {
        // Given
        service.freshDay(SMALLEST_PLAN);
        var key =
                DealFields.add("Told by " + object, "varchar", "[]").path("key").asText();
        seen(NamedDeals.next().withText(key, "x"));
        time.run(HOUR.plusMinutes(1));
        DealFields.rename(key, "Told anew by " + object);
        seen(NamedDeals.next().withText(key, "x"));
        time.run(HOUR.plusMinutes(1));
        assertThat(nameIn(seen(NamedDeals.next().withText(key, "x")), key))
                .as("on the smallest plan nobody looks that often")
                .isEqualTo("Told by " + object);

        // When
        var answer = NamedDeals.door()
                .deliver(NamedDeals.next().json().replace("\"entity\": \"deal\"", "\"entity\": \"" + object + '"'));
        time.step();

        // Then
        assertThat(answer.status()).isEqualTo(204);
        time.run(HOUR);
        assertThat(nameIn(seen(NamedDeals.next().withText(key, "x")), key)).isEqualTo("Told anew by " + object);
    }

    @Test
    void withoutTokensEventsFlowWithoutNames() {
        // Given
        service.freshDay(SMALLEST_PLAN);
        time.run(HOUR);
        var key = DealFields.add("Too late today", "varchar", "[]").path("key").asText();
        VirtualPipedrive.faults("{\"api_429\": \"daily\"}");
        var refusedBefore = Api.metric("pipestream_catalogue_reads_total", "refused");
        var unnamedBefore = Api.metric("pipestream_catalogue_unnamed_total", "");

        // When
        seen(NamedDeals.next().withText(key, "x"));
        time.run(Duration.ofMinutes(70));
        var deal = NamedDeals.next().withText(key, "x");
        var unnamed = seen(deal);

        // Then
        assertThat(unnamed.path("custom_fields").path(key)).hasToString("{\"value\":\"x\"}");
        assertThat(isMarkedAsNamed(deal)).isFalse();
        assertThat(Api.metric("pipestream_catalogue_reads_total", "refused")).isGreaterThan(refusedBefore);
        assertThat(Api.metric("pipestream_catalogue_unnamed_total", "") - unnamedBefore)
                .isEqualTo(2);
        assertThat(KnownFields.of("deal").path("problem").asText()).isEqualTo("DAY_SPENT");

        // When
        VirtualPipedrive.faults("{}");
        service.freshDay(SMALLEST_PLAN);

        // Then
        assertThat(nameIn(seen(NamedDeals.next().withText(key, "x")), key)).isEqualTo("Too late today");
    }

    @Test
    void anOperatorNeedNotWaitAndSeesTheHistory() {
        // Given
        service.freshDay(PLENTY);
        var key = DealFields.add("Cellar", "enum", "[\"Dry\", \"Wet\"]")
                .path("key")
                .asText();
        var known = KnownFields.refreshed("deal", 200);
        assertThat(KnownFields.field(known, key).path("name").asText()).isEqualTo("Cellar");
        var options = KnownFields.field(known, key).path("options");
        var spentBefore = service.budget().spent().getOrDefault(Purpose.OPERATOR, 0L);

        // When
        VirtualTime.jump(Duration.ofMinutes(5));
        DealFields.change(
                key,
                "{\"name\": \"Basement\", \"options\": [{\"id\": %s, \"label\": \"Damp\"}, {\"label\": \"None\"}]}"
                        .formatted(options.path(1).path("id").asText()));
        VirtualTime.jump(Duration.ofMinutes(5));
        var field = KnownFields.field(KnownFields.refreshed("deal", 200), key);

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
        assertThat(KnownFields.refreshed("stage", 200).path("data").findValuesAsText("name"))
                .contains("Enquiry", "Negotiation");
        assertThat(KnownFields.refreshed("pipelines", 400).path("type").asText())
                .isEqualTo("/problems/fields-object-invalid");
    }
}

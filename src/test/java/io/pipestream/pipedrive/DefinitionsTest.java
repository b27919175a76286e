package io.pipestream.pipedrive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.support.Http;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists of names as Pipedrive has them, and as it is known to bend them. */
@QuarkusTest
class DefinitionsTest {

    @Inject
    TokenLedgerRepository rows;

    @Inject
    CallMetrics metrics;

    @SuppressWarnings("NullAway.Init") // by the next method
    private Rig rig;

    @BeforeEach
    void anAccount() {
        rig = new Rig(rows, metrics, 30_000, 100, Map.of());
    }

    @AfterEach
    void isGone() {
        rig.close();
    }

    @Test
    void moreThanAPageOfFieldsIsReadPageByPageAndCostsAsManyTimes() {
        // Given
        for (int field = 0; field < 600; field++) {
            Http.call(
                    "POST",
                    rig.sandbox.url() + "/sandbox/fields/deal",
                    Map.of(),
                    ("{\"name\": \"Field " + field + "\"}").getBytes(UTF_8));
        }

        // When
        var read = new ArrayList<Definition>();
        var first = rig.client.definitions(rig.account(), Purpose.CATALOGUE, DefinitionList.DEAL_FIELDS, "");
        read.addAll(first.definitions());
        var second = rig.client.definitions(
                rig.account(), Purpose.CATALOGUE, DefinitionList.DEAL_FIELDS, String.valueOf(first.next()));
        read.addAll(second.definitions());

        // Then
        assertThat(first.definitions()).hasSize(500);
        assertThat(second.next()).isNull();
        assertThat(read.stream().map(Definition::key).distinct()).hasSize(621);
        assertThat(rig.spent(Purpose.CATALOGUE)).isEqualTo(20).isEqualTo(rig.countedByPipedrive());
    }

    @ParameterizedTest
    @CsvSource({
        "DEAL_FIELDS, stage_id, Stage, 10",
        "PERSON_FIELDS, name, Name, 10",
        "ORGANIZATION_FIELDS, address, Address, 10",
        "STAGES, 2, Site survey, 5",
        "PIPELINES, 1, Rooftops, 5",
        "USERS, 501, Mari Kask, 20",
        "LEAD_LABELS, 6d1b7a50-0c0d-11ed-9a26-000000000001, Hot, 10"
    })
    void everyListNamesItsKeysAndCostsWhatPipedriveCounts(DefinitionList list, String key, String name, int cost) {
        // When
        var page = rig.client.definitions(rig.account(), Purpose.OPERATOR, list, "");

        // Then
        var names = new HashMap<String, String>();
        page.definitions().forEach(definition -> names.put(definition.key(), definition.name()));
        assertThat(names).containsEntry(key, name);
        assertThat(page.next()).isNull();
        assertThat(rig.spent(Purpose.OPERATOR)).isEqualTo(cost).isEqualTo(rig.countedByPipedrive());
    }

    @Test
    void anOptionHasItsTimesAndAFieldsAreNotKnown() {
        // When
        var fields = rig.client
                .definitions(rig.account(), Purpose.CATALOGUE, DefinitionList.DEAL_FIELDS, "")
                .definitions();

        // Then
        var founded = Instant.parse("2025-09-01T09:00:00Z");
        assertThat(fields)
                .filteredOn(field -> field.name().equals("Lead source"))
                .singleElement()
                .satisfies(field -> {
                    assertThat(field.type()).isEqualTo("enum");
                    assertThat(field.addedAt()).isNull();
                    assertThat(field.changedAt()).isNull();
                    assertThat(field.options()).contains(new Definition.Option("101", "Website", founded, founded));
                });
    }

    @Test
    void oddRowsAreBorne() throws JsonProcessingException {
        // Given
        var answer = (ObjectNode) new ObjectMapper().readTree("""
                {"data": [
                   {"field_code": "a", "field_name": null, "field_type": "enum", "options": [
                      {"id": "x", "label": "Text id"}, {"id": 7}, {"label": "no id"}, null, "odd"]},
                   {"key": "b", "name": "v1's\\u0000 names", "update_time": "2026-01-02 03:04:05"},
                   {"field_name": "no key"}, {}, null, 5, [],
                   {"field_code": "c", "field_name": "\\ud800", "options": {"id": 1, "label": "no list"}}]}
                """);

        // When
        var page = new DefinitionRequest(DefinitionList.DEAL_FIELDS, "").read(answer);

        // Then
        assertThat(page.next()).isNull();
        assertThat(page.definitions()).extracting(Definition::key).containsExactly("a", "b", "c");
        assertThat(page.definitions()).extracting(Definition::name).containsExactly("a", "v1's\uFFFD names", "?");
        assertThat(page.definitions().getFirst().options())
                .extracting(Definition.Option::label)
                .containsExactly("Text id");
        assertThat(page.definitions().get(1).changedAt()).isEqualTo("2026-01-02T03:04:05Z");
    }
}

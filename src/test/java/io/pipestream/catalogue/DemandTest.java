package io.pipestream.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import io.pipestream.pipedrive.DefinitionList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemandTest {

    private static final Instant TEN = Instant.parse("2026-03-01T10:00:00Z");
    private static final UUID CONNECTION = new UUID(1, 1);

    private final Demand demand = new Demand();

    @Test
    void whatIsTakenIsTakenOnceAndCanBePutBack() {
        // Given
        demand.used(CONNECTION, EnumSet.of(DefinitionList.USERS, DefinitionList.STAGES));
        demand.wanted(CONNECTION, EnumSet.of(DefinitionList.LEAD_LABELS));

        // When
        var taken = demand.take(CONNECTION);
        var again = demand.take(CONNECTION);
        demand.putBack(CONNECTION, taken);

        // Then
        assertThat(taken)
                .isEqualTo(new Demand.Taken(
                        Set.of(DefinitionList.USERS, DefinitionList.STAGES), Set.of(DefinitionList.LEAD_LABELS)));
        assertThat(again).isEqualTo(new Demand.Taken(Set.of(), Set.of()));
        assertThat(demand.take(CONNECTION)).isEqualTo(taken);
    }

    @Test
    void whatPipedriveDoesNotListIsAskedForOnceADay() {
        // When
        ask("gone", TEN);
        var first = demand.take(CONNECTION).wanted();
        ask("gone", TEN.plus(Duration.ofHours(23)));
        var soon = demand.take(CONNECTION).wanted();
        ask("other", TEN.plus(Duration.ofHours(23)));
        var other = demand.take(CONNECTION).wanted();
        ask("gone", TEN.plus(Duration.ofHours(25)));
        var later = demand.take(CONNECTION).wanted();

        // Then
        assertThat(first).containsExactly(DefinitionList.DEAL_FIELDS);
        assertThat(soon).isEmpty();
        assertThat(other).containsExactly(DefinitionList.DEAL_FIELDS);
        assertThat(later).containsExactly(DefinitionList.DEAL_FIELDS);
    }

    @Test
    void anyNumberOfUnknownKeysIsBorne() {
        for (int key = 0; key < 30_000; key++) {
            ask("key " + key, TEN);
        }

        assertThat(demand.take(CONNECTION).wanted()).containsExactly(DefinitionList.DEAL_FIELDS);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "deal, ''",
        "note, ''",
        "task, ''",
        "stage, STAGES",
        "pipeline, PIPELINES",
        "user, USERS",
        "dealField, DEAL_FIELDS",
        "deal_field_option, DEAL_FIELDS",
        "LeadFields, DEAL_FIELDS",
        "organizationField, ORGANIZATION_FIELDS",
        "org-field, ORGANIZATION_FIELDS",
        "projectfields, PROJECT_FIELDS",
        "customField, DEAL_FIELDS PERSON_FIELDS ORGANIZATION_FIELDS PRODUCT_FIELDS ACTIVITY_FIELDS PROJECT_FIELDS"
    })
    void anEventOfThisObjectMakesTheseListsOld(String object, String lists) {
        assertThat(DefinitionEvents.madeOldBy(object).stream().map(Enum::name).toList())
                .isEqualTo(lists.isEmpty() ? List.of() : List.of(lists.split(" ", -1)));
    }

    private void ask(String key, Instant now) {
        demand.missing(CONNECTION, List.of(new Lookup.Missing(DefinitionList.DEAL_FIELDS, key)), now);
    }
}

package io.pipestream.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlossaryTest {

    private static final Instant TEN = Instant.parse("2026-03-01T10:00:00Z");

    @ParameterizedTest(name = "at {0} it was {1}")
    @CsvSource({
        "2020-01-01T00:00:00Z, Region", // nobody knows better
        "2026-03-01T10:00:00Z, Region",
        "2026-03-01T10:59:59.999Z, Region",
        "2026-03-01T11:00:00Z, Area",
        "2026-03-01T12:00:00Z, Zone",
        "2030-01-01T00:00:00Z, Zone"
    })
    void aNameIsTheOneOfItsTime(Instant at, String name) {
        // Given
        var glossary = new GlossaryBuilder()
                .add("f", "", version(2, "Zone"))
                .add("f", "", version(0, "Region"))
                .add("f", "", version(1, "Area"))
                .build();

        // Then
        assertThat(glossary.name("f", at)).isEqualTo(name);
    }

    @Test
    void whatPipedriveDoesNotListAnyMoreKeepsItsLastName() {
        // Given
        var glossary = new GlossaryBuilder()
                .add("f", "", version(0, "Region"))
                .add("f", "", new Version(hour(1), "Region", "enum", true))
                .build();

        // Then
        assertThat(glossary.name("f", hour(5))).isEqualTo("Region");
        assertThat(glossary.name("g", hour(5))).isNull();
    }

    @Test
    void theOlderOfTwoFieldsOfOneNameKeepsItWhateverTheirKeys() {
        // Given
        var glossary = new GlossaryBuilder()
                .add("b", "", version(0, "Region"))
                .add("a", "", version(1, "Region"))
                .add("c", "", version(1, "Region"))
                .build();

        // Then
        assertThat(listed(glossary, "b", 2)).isEqualTo("Region");
        assertThat(listed(glossary, "a", 2)).isEqualTo("Region [a]");
        assertThat(listed(glossary, "c", 2)).isEqualTo("Region [c]");
    }

    @Test
    void ofFieldsThatAreAsOldTheLowestKeyHasTheName() {
        // Given
        var glossary = new GlossaryBuilder()
                .add("b", "", version(0, "Region"))
                .add("a", "", version(0, "Region"))
                .build();

        // Then
        assertThat(listed(glossary, "a", 2)).isEqualTo("Region");
        assertThat(listed(glossary, "b", 2)).isEqualTo("Region [b]");
    }

    @Test
    void aNameThatNobodyHasAnyMoreCanBeHadAgain() {
        // Given
        var glossary = new GlossaryBuilder()
                .add("a", "", version(0, "Region"))
                .add("a", "", version(1, "Area"))
                .add("b", "", version(0, "Phone"))
                .add("b", "", new Version(hour(1), "Phone", "enum", true))
                .add("c", "", version(2, "Region"))
                .add("d", "", version(2, "Phone"))
                .build();

        // Then
        assertThat(listed(glossary, "c", 3)).isEqualTo("Region");
        assertThat(listed(glossary, "d", 3)).isEqualTo("Phone");
        assertThat(listed(glossary, "a", 0)).isEqualTo("Region");
    }

    private static String listed(Glossary glossary, String key, int hour) {
        return Objects.requireNonNull(glossary.field(key, hour(hour))).listedAs();
    }

    private static Version version(int hour, String name) {
        return new Version(hour(hour), name, "enum", false);
    }

    private static Instant hour(int hour) {
        return TEN.plusSeconds(3_600L * hour);
    }
}

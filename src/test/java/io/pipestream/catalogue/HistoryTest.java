package io.pipestream.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.pipestream.catalogue.History.Entry;
import io.pipestream.pipedrive.Definition;
import io.pipestream.pipedrive.Definition.Option;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistoryTest {

    private static final Instant NINE = Instant.parse("2026-03-01T09:00:00Z");
    private static final Instant TEN = Instant.parse("2026-03-01T10:00:00Z");
    private static final Instant ELEVEN = Instant.parse("2026-03-01T11:00:00Z");

    private static final Map<String, Term> KNOWN = new GlossaryBuilder()
            .add("f", "", new Version(NINE, "Source", "enum", false))
            .add("f", "1", new Version(NINE, "Web", null, false))
            .add("f", "2", new Version(NINE, "Fair", null, false))
            .build()
            .terms();

    @Test
    void whatIsTheSameIsNoNews() {
        assertThat(read(field("Source", option("1", "Web", null), option("2", "Fair", null))))
                .isEmpty();
    }

    @Test
    void aFirstReadingDatesOptionsToWhenTheyWereAdded() {
        // When
        var news = History.news(
                Map.of(),
                List.of(new Definition(
                        "f",
                        "Source",
                        "enum",
                        List.of(new Option("1", "Web", NINE, TEN), option("2", "Fair", null)),
                        null,
                        null)),
                null,
                ELEVEN);

        // Then
        assertThat(news)
                .containsExactly(
                        new Entry("f", "", new Version(ELEVEN, "Source", "enum", false)),
                        new Entry("f", "1", new Version(NINE, "Web", null, false)),
                        new Entry("f", "2", new Version(ELEVEN, "Fair", null, false)));
    }

    @ParameterizedTest(name = "Pipedrive says {0}: dated to {1}")
    @CsvSource(
            nullValues = "nothing",
            value = {
                "2026-03-01T10:20:00Z, 2026-03-01T10:20:00Z",
                "nothing, 2026-03-01T11:00:00Z",
                // Before we read the old name, so it cannot have been this change.
                "2026-03-01T09:59:00Z, 2026-03-01T11:00:00Z",
                "2026-03-01T11:00:01Z, 2026-03-01T11:00:00Z"
            })
    void aRenamedOptionIsDatedToItsOwnTimeIfThatCanBe(@Nullable Instant changedAt, Instant from) {
        // When
        var news = read(field("Source", option("1", "Site", changedAt), option("2", "Fair", null)));

        // Then
        assertThat(news).containsExactly(new Entry("f", "1", new Version(from, "Site", null, false)));
    }

    @Test
    void aRenamedFieldIsDatedToWhenWeNoticed() {
        assertThat(read(field("Origin", option("1", "Web", null), option("2", "Fair", null))))
                .containsExactly(new Entry("f", "", new Version(ELEVEN, "Origin", "enum", false)));
    }

    @Test
    void whatIsNotListedIsGoneOnceAndComesBack() {
        // When
        var news = read(field("Source", option("1", "Web", null), option("3", "Call", null)));

        // Then
        assertThat(news)
                .containsExactly(
                        new Entry("f", "3", new Version(ELEVEN, "Call", null, false)),
                        new Entry("f", "2", new Version(ELEVEN, "Fair", null, true)));

        // When
        var later = ELEVEN.plusSeconds(3_600);
        var known = after(news);
        var again = History.news(
                known, List.of(field("Source", option("1", "Web", null), option("3", "Call", null))), ELEVEN, later);
        var back = History.news(
                known,
                List.of(field(
                        "Source", option("1", "Web", null), option("2", "Fair", null), option("3", "Call", null))),
                ELEVEN,
                later);

        // Then
        assertThat(again).isEmpty();
        assertThat(back).containsExactly(new Entry("f", "2", new Version(later, "Fair", null, false)));
    }

    @Test
    void twoVersionsNeverBeginAtOnce() {
        // When
        var news = History.news(KNOWN, List.of(field("Origin", option("1", "Web", null))), NINE, NINE);

        // Then
        assertThat(news).allSatisfy(entry -> assertThat(entry.version().from()).isAfter(NINE));
    }

    private static Map<String, Term> after(List<Entry> news) {
        var builder = new GlossaryBuilder();
        var all = new ArrayList<>(news);
        all.add(new Entry("f", "", new Version(NINE, "Source", "enum", false)));
        all.add(new Entry("f", "1", new Version(NINE, "Web", null, false)));
        all.add(new Entry("f", "2", new Version(NINE, "Fair", null, false)));
        all.forEach(entry -> builder.add(entry.key(), entry.optionId(), entry.version()));
        return builder.build().terms();
    }

    private static List<Entry> read(Definition definition) {
        return History.news(KNOWN, List.of(definition), TEN, ELEVEN);
    }

    private static Definition field(String name, Option... options) {
        return new Definition("f", name, "enum", List.of(options), null, null);
    }

    private static Option option(String id, String label, @Nullable Instant changedAt) {
        return new Option(id, label, null, changedAt);
    }
}

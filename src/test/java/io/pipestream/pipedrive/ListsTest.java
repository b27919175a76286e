package io.pipestream.pipedrive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What changed since a time is found, page by page, in Recents and in the lists. */
@QuarkusTest
class ListsTest {

    private static final Instant BEFORE = Instant.parse("2026-03-01T11:59:00Z");

    private final TokenLedgerRepository rows;
    private final CallMetrics metrics;

    ListsTest(TokenLedgerRepository rows, CallMetrics metrics) {
        this.rows = rows;
        this.metrics = metrics;
    }

    @ParameterizedTest
    @EnumSource(
            value = Listing.class,
            names = {"NOTES", "DEALS", "ORGANIZATIONS", "PERSONS"})
    void everyRecordIsListedThoughManyChangedInOneSecond(Listing listing) {
        try (var rig = rig()) {
            // Given
            var made = new TreeSet<String>();
            for (int i = 0; i < 23; i++) {
                if (i % 12 == 0) {
                    rig.clock.advance(Duration.ofSeconds(3));
                }
                made.add(add(rig, listing.object()));
            }

            // When
            var found = walk(position ->
                    rig.client.changed(rig.account(), Purpose.OPERATOR, listing, BEFORE, null, position, 5));

            // Then
            assertThat(found).isEqualTo(made);
        }
    }

    @Test
    void noteAfterTheEndOfTheTimeIsLeftOutThoughPipedriveListsIt() {
        try (var rig = rig()) {
            // Given
            var inTime = add(rig, "note");
            rig.clock.advance(Duration.ofMinutes(5));
            add(rig, "note");

            // When
            var found = walk(position -> rig.client.changed(
                    rig.account(),
                    Purpose.OPERATOR,
                    Listing.NOTES,
                    BEFORE,
                    Instant.parse("2026-03-01T12:03:00Z"),
                    position,
                    500));

            // Then
            assertThat(found).isEqualTo(Set.of(inTime));
        }
    }

    @Test
    void deletedDealsHaveAListOfTheirOwn() {
        try (var rig = rig()) {
            // Given
            add(rig, "deal");
            var gone = add(rig, "deal");
            rig.sandbox.delete("deal", Long.parseLong(gone));

            // When
            var page =
                    rig.client.changed(rig.account(), Purpose.OPERATOR, Listing.DELETED_DEALS, BEFORE, null, "", 500);

            // Then
            assertThat(page.rows()).extracting(Row::id).containsExactly(gone);
            assertThat(page.rows()).extracting(Row::shape).containsExactly(Shape.V2);
            assertThat(page.next()).isNull();
        }
    }

    @Test
    void recentsTellsOfEveryObjectAskedForAndOfWhatIsGone() {
        try (var rig = rig()) {
            // Given
            var deal = add(rig, "deal");
            var note = add(rig, "note");
            add(rig, "person");
            rig.sandbox.delete("deal", Long.parseLong(deal));

            // When
            var page = rig.client.recents(rig.account(), Purpose.POLL, BEFORE, Set.of("deal", "note"), "", 100);

            // Then
            assertThat(page.rows()).extracting(row -> row.object() + row.id()).contains("deal" + deal, "note" + note);
            assertThat(page.rows()).extracting(Row::object).doesNotContain("person");
            assertThat(page.lastTimestamp()).isBetween(Instant.parse(Rig.NOON), Instant.parse("2026-03-01T12:00:30Z"));
        }
    }

    @Test
    void recentsIsReadToItsEndWithPagesThatOverlap() {
        try (var rig = rig()) {
            // Given
            var made = new TreeSet<String>();
            for (int i = 0; i < 45; i++) {
                made.add(add(rig, "organization"));
            }

            // When
            var found = walk(position ->
                    rig.client.recents(rig.account(), Purpose.POLL, BEFORE, Set.of("organization"), position, 20));

            // Then
            assertThat(found).isEqualTo(made);
        }
    }

    private Rig rig() {
        return new Rig(rows, metrics, 1_000_000, 100_000, Map.of("background-share", "1"));
    }

    private static String add(Rig rig, String object) {
        if (object.equals("note")) {
            var deal = rig.sandbox.add("deal", new JsonObject()).getLong("id");
            return id(rig.sandbox.add("note", new JsonObject().put("deal_id", deal)));
        }
        return id(rig.sandbox.add(object, new JsonObject()));
    }

    private static String id(JsonObject record) {
        return record.getValue("id").toString();
    }

    /** Every record on every page; fails if the pages do not end. */
    private static Set<String> walk(Function<String, Page> pages) {
        var found = new TreeSet<String>();
        var seen = new HashSet<String>();
        var position = "";
        while (position != null) {
            assertThat(seen.add(position))
                    .as("a position that was not there before")
                    .isTrue();
            var page = pages.apply(position);
            page.rows().forEach(row -> found.add(String.valueOf(row.id())));
            position = page.next();
        }
        return found;
    }
}

package io.pipestream.pipedrive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Objects;
import java.util.Set;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The odd things that lists are known to hold. */
class RowReadingTest {

    private static final Instant SINCE = Instant.parse("2026-02-01T08:00:00.900Z");

    @Test
    void recentsIsAskedInItsOwnForm() {
        assertThat(new RecentsRequest(SINCE, Set.of("note", "deal"), "", 9_999)
                        .call()
                        .path())
                .isEqualTo("/v1/recents?since_timestamp=2026-02-01%2008%3A00%3A00&items=deal%2Cnote&start=0&limit=500");
    }

    @Test
    void aListIsAskedInWholeSecondsThatLeaveNothingOut() {
        assertThat(new ListRequest(Listing.DEALS, SINCE, SINCE.plusMillis(500), "c/1", 50)
                        .call()
                        .path())
                .isEqualTo("/api/v2/deals?updated_since=2026-02-01T08%3A00%3A00Z"
                        + "&updated_until=2026-02-01T08%3A00%3A02Z"
                        + "&sort_by=update_time&sort_direction=asc&limit=50&cursor=c%2F1");
    }

    @Test
    void oddRowsSurvive() {
        // When
        var page = recents("", """
                {"success": true, "data": [
                  {"item": "deal", "id": 1, "data": null},
                  {"item": "user", "id": 7, "data": [{"id": 7, "name": "Ada"}]},
                  {"item": "note", "data": {"id": 9}},
                  {"item": "person", "id": 4, "data": []},
                  null]}""");

        // Then
        assertThat(page.rows()).extracting(Row::object).containsExactly("deal", "user", "note", "person", "");
        assertThat(page.rows()).extracting(Row::id).containsExactly("1", "7", "9", "4", null);
        assertThat(page.rows().get(1).data()).isInstanceOf(ObjectNode.class);
        assertThat(page.rows().get(0).data()).isNull();
        assertThat(page.next()).isNull();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            last page       | {"more_items_in_collection": false}                     | none
            another page    | {"more_items_in_collection": true, "next_start": 300}   | 290
            start missing   | {"more_items_in_collection": true}                      | 290
            flag missing    | {"next_start": 300}                                     | 290
            leads backwards | {"more_items_in_collection": true, "next_start": 200}   | none
            nothing at all  | {}                                                      | none
            """)
    void theNextPageOfRecentsIsFoundInWhatThereIs(String name, String pagination, String next) {
        assertThat(recents("200", "{\"data\": null, \"additional_data\": {\"pagination\": " + pagination + "}}")
                        .next())
                .isEqualTo(next);
    }

    @Test
    void aListOfOldFormGoesOnAtTheSecondOfItsLastRowAndByOffsetOnlyWithinOne() {
        // When
        var moved = notes("", "2026-02-01 08:00:07");
        var stuck = notes(Objects.requireNonNull(moved.next()), "2026-02-01 08:00:07");

        // Then
        assertThat(moved.next()).isEqualTo(Instant.parse("2026-02-01T08:00:07Z").getEpochSecond() + ":0");
        assertThat(stuck.next()).isEqualTo(Instant.parse("2026-02-01T08:00:07Z").getEpochSecond() + ":2");
    }

    @Test
    void everyObjectKnowsItsLists() {
        assertThat(Listing.of("deal")).containsExactly(Listing.DEALS, Listing.ARCHIVED_DEALS, Listing.DELETED_DEALS);
        assertThat(Listing.of("lead")).containsExactly(Listing.LEADS);
        assertThat(Listing.of("pipeline")).isEmpty();
    }

    private static Page recents(String position, String answer) {
        return new RecentsRequest(SINCE, Set.of(), position, 100).read(json(answer));
    }

    private static Page notes(String position, String lastChange) {
        return new ListRequest(Listing.NOTES, SINCE, null, position, 2).read(json("""
                {"data": [{"id": 1, "update_time": "2026-02-01 08:00:01"}, {"id": 2, "update_time": "%s"}],
                 "additional_data": {"pagination": {"more_items_in_collection": true}}}""".formatted(lastChange)));
    }

    private static ObjectNode json(String text) {
        return Objects.requireNonNull(Answers.parse(text));
    }
}

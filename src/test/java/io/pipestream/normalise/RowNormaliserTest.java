package io.pipestream.normalise;

import static io.pipestream.normalise.Deliveries.json;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipestream.event.Action;
import io.pipestream.event.Source;
import io.pipestream.normalise.PolledRow.Unreadable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowNormaliserTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            deal         | V1 | {"id": 7, "status": "deleted"}
            deal         | V1 | {"id": 7, "status": "open", "deleted": true}
            deal         | V2 | {"id": 7, "status": "won", "is_deleted": true}
            note         | V1 | {"id": 7, "active_flag": false}
            organization | V1 | {"id": 7, "active_flag": 0}
            pipeline     | V1 | {"id": 7, "active": false}
            activity     | V2 | {"id": 7, "is_deleted": true}
            file         | V1 | {"id": 7, "active_flag": false}
            """)
    void aRowOfADeletedRecordTellsOfItsAdditionAndItsDeletion(String object, RowShape shape, String data) {
        // When
        var row = Rows.read(object, json(data), shape);

        // Then
        assertThat(row.updated()).isNull();
        assertThat(requireNonNull(row.added()).dedupeKey()).isEqualTo("4711002:" + object + ":7:added");
        assertThat(requireNonNull(row.deleted()).dedupeKey()).isEqualTo("4711002:" + object + ":7:deleted");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            deal     | V1 | {"id": 7, "status": "won", "active": false, "deleted": false}
            user     | V1 | {"id": 7, "active_flag": false, "is_deleted": true}
            pipeline | V1 | {"id": 7, "active_flag": true, "active": false}
            lead     | V1 | {"id": 7, "is_archived": true}
            """)
    void aRecordThatIsOnlyInactiveIsNotDeleted(String object, RowShape shape, String data) {
        assertThat(Rows.read(object, json(data), shape).deleted()).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "null", textBlock = """
            "2026-03-01 10:00:05" | "2026-03-02 11:00:00" | 2026-03-01T10:00:05Z | 2026-03-02T11:00:00Z
            "2026-03-01 10:00:05" | "2026-03-01 10:00:05" | 2026-03-01T10:00:05Z | never
            "2026-03-01 10:00:05" | null                  | 2026-03-01T10:00:05Z | never
            "2026-03-01 10:00:05" | "0000-00-00 00:00:00" | 2026-03-01T10:00:05Z | never
            "9999999-99-99"       | "2026-03-02 11:00:00" | unknown              | 2026-03-02T11:00:00Z
            {}                    | []                    | unknown              | unknown
            """)
    void theTimesAreTheRecordsOwn(String addTime, String updateTime, String addedAt, String updatedAt) {
        // Given
        var data = json("{\"id\": 7, \"add_time\": %s, \"update_time\": %s}".formatted(addTime, updateTime));

        // When
        var row = Rows.read("deal", data, RowShape.V1);

        // Then
        assertThat(requireNonNull(row.added()).occurredAt())
                .isEqualTo(addedAt.equals("unknown") ? null : Instant.parse(addedAt));
        if (updatedAt.equals("never")) {
            assertThat(row.updated()).isNull();
        } else {
            assertThat(requireNonNull(row.updated()).occurredAt())
                    .isEqualTo(updatedAt.equals("unknown") ? null : Instant.parse(updatedAt));
        }
    }

    @Test
    void aDeletionHasItsOwnTimeWhereTheRowSaysIt() {
        // Given
        var data = json("""
                {"id": 7, "active_flag": false, "add_time": "2026-03-01 10:00:05",
                 "update_time": "2026-03-02 11:00:00", "delete_time": "2026-03-03 12:00:00"}""");

        // Then
        assertThat(Rows.observe(Action.DELETED, "organization", data, RowShape.V1)
                        .occurredAt())
                .isEqualTo("2026-03-03T12:00:00Z");
        data.putNull("delete_time");
        assertThat(Rows.observe(Action.DELETED, "organization", data, RowShape.V1)
                        .occurredAt())
                .isEqualTo("2026-03-02T11:00:00Z");
    }

    @Test
    void whatARowCannotKnowIsNull() {
        // When
        var added = Rows.observe(Action.ADDED, "note", json("{\"id\": 7, \"content\": \"x\"}"), RowShape.V1);

        // Then
        assertThat(added.meta())
                .hasToString("{\"company_id\":\"4711002\",\"user_id\":null,\"change_source\":null,\"is_bulk\":null}");
        assertThat(added.previous()).isNull();
        assertThat(added.source()).isEqualTo(Source.RECENTS);
        assertThat(requireNonNull(added.payload()).path("deal_id").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            deal    | {}              | the record id is missing or unusable
            deal    | {"id": null}    | the record id is missing or unusable
            deal    | {"id": "a:b"}   | the record id is missing or unusable
            ../deal | {"id": 7}       | the object's type is missing or unusable
            """)
    void aRowOfNoRecordIsUnreadable(String object, String data, String reason) {
        assertThat(Rows.normalise(object, json(data), RowShape.V1)).isEqualTo(new Unreadable(reason));
    }

    @Test
    void aNumberThatAnotherReaderCouldNotHoldIsText() throws JsonProcessingException {
        // Given: read without big decimals, as other code of this service may read it
        var data = (ObjectNode) new ObjectMapper().readTree("{\"id\": 7, \"value\": 1e999, \"title\": \"a\\u0000b\"}");

        // When
        var object = Rows.observe(Action.ADDED, "deal", data, RowShape.V2).object();

        // Then
        assertThat(object.get("value").isNull()).isTrue();
        assertThat(object.get("title").textValue()).isEqualTo("a\uFFFDb");
    }
}

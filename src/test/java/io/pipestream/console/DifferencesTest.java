package io.pipestream.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pipestream.console.Differences.Difference;
import org.junit.jupiter.api.Test;

class DifferencesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void onlyWhatDiffersIsToldAndUnderItsWholePath() throws Exception {
        // Given
        var before = json("""
                {"title": "Roof", "value": 1, "custom": {"a": "x", "gone": true}, "labels": [1, 2]}""");
        var after = json("""
                {"title": "Roof", "value": 2, "custom": {"a": "y", "new": null}, "labels": [2, 1]}""");

        // When
        var differences = Differences.between(before, after);

        // Then
        assertThat(differences)
                .containsExactly(
                        new Difference("value", "1", "2"),
                        new Difference("custom.a", "\"x\"", "\"y\""),
                        new Difference("custom.new", "", "null"),
                        new Difference("custom.gone", "true", ""),
                        new Difference("labels", "[1,2]", "[2,1]"));
    }

    @Test
    void theSameRecordDiffersInNothing() throws Exception {
        var record = json("{\"a\": {\"b\": [1, {\"c\": null}]}}");
        assertThat(Differences.between(record, record.deepCopy())).isEmpty();
    }

    @Test
    void ofALongValueIsToldWhatIsAroundTheFirstDifference() throws Exception {
        // Given
        var same = "x".repeat(50_000);

        // When
        var differences = Differences.between(
                json("{\"text\": \"" + same + "old" + same + "\", \"gone\": \"" + same + "\"}"),
                json("{\"text\": \"" + same + "new" + same + "\"}"));

        // Then
        assertThat(differences).hasSize(2).allSatisfy(difference -> {
            assertThat(difference.before().length()).isBetween(1, 1_002);
            assertThat(difference.after().length()).isLessThan(1_003);
        });
        assertThat(differences.getFirst().before())
                .startsWith("…x")
                .contains("xoldx")
                .endsWith("x…");
        assertThat(differences.getFirst().after()).contains("xnewx");
        assertThat(differences.getLast().after()).isEmpty();
    }

    private static JsonNode json(String text) throws Exception {
        return JSON.readTree(text);
    }
}

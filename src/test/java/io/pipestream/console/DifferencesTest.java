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

    private static JsonNode json(String text) throws Exception {
        return JSON.readTree(text);
    }
}

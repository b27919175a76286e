package io.pipestream.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Only first attempts count towards a ban; what does not say is taken for one. */
class DoorSignalsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"v": 1, "retry": 0, "meta": {"attempt": 3}}                       | true
            {"v": 1, "current": {"retry": 7}, "retry": 1}                      | false
            {"data": {"a": [1, {"attempt": 9}]}, "meta": {"attempt": 1}}       | true
            {"data": null, "meta": {"x": {"attempt": 1}, "attempt": 2}}        | false
            {"meta": {"attempt": "2"}}                                         | false
            {"meta": {"attempt": "many"}}                                      | true
            {"meta": {}}                                                       | true
            {"meta": 3, "data": {}}                                            | true
            {"meta": {"attempt": 4                                             | true
            []                                                                 | true
            not JSON                                                           | true
            """)
    void theBodySaysWhichAttemptItIs(String body, boolean first) {
        assertThat(DoorSignals.isFirstAttempt(body.getBytes(UTF_8))).isEqualTo(first);
    }
}

package io.pipestream.journal;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkiverse.resteasy.problem.HttpProblem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventQueryTest {

    @ParameterizedTest
    @ValueSource(strings = {"key", "company_id", "object", "action", "record_id", "trigger", "q", "where"})
    void aNulIsRefusedHoweverEmptyTheJournalIs(String parameter) {
        // Given
        var query = EventQuery.of(name -> name.equals(parameter) ? "a\0b" : null);

        // Then
        assertThatThrownBy(query::filter).isInstanceOf(HttpProblem.class).hasMessageContaining("NUL");
    }
}

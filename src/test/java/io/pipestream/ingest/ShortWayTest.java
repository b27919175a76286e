package io.pipestream.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import io.pipestream.support.Api;
import io.pipestream.support.Http;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ShortWayTest {

    @Test
    void aRefusalIsTheProblemThatTheLongWayAnswers() {
        // When
        var answer = Http.get(Api.url(RefusalRoute.PATH), Map.of());

        // Then
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("retry-after")).containsOnlyDigits();
        assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
        assertThat(answer.json().path("type").asText()).isEqualTo("/problems/journal-unavailable");
        assertThat(answer.json().path("status").asInt()).isEqualTo(503);
        assertThat(answer.json().path("detail").asText()).contains("Nothing was stored");
    }
}

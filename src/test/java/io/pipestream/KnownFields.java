package io.pipestream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pipestream.support.Api;

/** What the service knows of the fields of the account in virtual time, as its API shows it. */
final class KnownFields {

    private KnownFields() {}

    static JsonNode of(String object) {
        return Api.get(path() + "?object=" + object).json();
    }

    static JsonNode refreshed(String object, int status) {
        var answer = Api.post(path() + "/refresh?object=" + object, "{}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        return answer.json();
    }

    static JsonNode field(JsonNode list, String key) {
        return list.path("data")
                .valueStream()
                .filter(field -> field.path("key").asText().equals(key))
                .findFirst()
                .orElseThrow();
    }

    private static String path() {
        var connection = Api.get("/api/connections").json().path("data").path(0);
        return "/api/connections/" + connection.path("id").asText() + "/fields";
    }
}

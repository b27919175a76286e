package io.pipestream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import io.pipestream.support.Api;
import io.pipestream.support.Database;

/** A connection that one test has to itself, for nobody polls it. */
record UnpolledConnection(UUID id, String company) {

    static UnpolledConnection random() {
        var id = UUID.randomUUID();
        return new UnpolledConnection(id, "coverage-" + id);
    }

    void make(Database database) {
        database.run("""
                INSERT INTO connection (id, company_id, company_domain, company_name, user_id, api_token, created_at, version)
                VALUES ('%1$s', '%2$s', 'nobody', 'Nobody', '1', 'no-token', now(), 0);
                INSERT INTO sweep (connection_id, mode, began_at, cursor_at, last_run_at)
                VALUES ('%1$s', 'OFF', now(), now(), now())
                """.formatted(id, company));
    }

    /** With its gaps. */
    void remove() {
        assertThat(Api.delete("/api/connections/" + id).status()).isEqualTo(204);
        assertThat(gaps("")).isEmpty();
    }

    /** Its gaps as the API lists them. */
    List<JsonNode> gaps(String query) {
        var answer = Api.get("/api/gaps?connection_id=" + id + query);
        assertThat(answer.status()).isEqualTo(200);
        return answer.json().path("data").valueStream().toList();
    }
}

package io.pipestream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

import io.pipestream.support.Api;
import io.pipestream.support.Http;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may ask the management API, what it says of itself, and what it calls the mistake of whoever asks. */
@QuarkusTest
class ManagementApiTest {

    @ParameterizedTest
    @ValueSource(strings = {"/api/events", "/api/events/stream", "/api/connections", "/api/quarantine"})
    void withoutAKeyNothingIsShown(String path) {
        // When
        var none = Http.get(Api.url(path), Map.of());
        var wrong = Http.get(Api.url(path), Map.of("Authorization", "Bearer psk_wrong"));

        // Then
        assertThat(List.of(none, wrong)).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.header("content-type")).startsWith("application/problem+json");
            assertThat(answer.header("www-authenticate")).startsWith("Bearer");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"limit=0", "limit=1001", "limit=many", "cursor=nonsense", "state=lost", "received_from=today"})
    void aBadQueryIsRefusedAsAProblem(String query) {
        // When
        var refused = Api.get("/api/events?" + query);

        // Then
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.header("content-type")).startsWith("application/problem+json");
        assertThat(refused.json().path("type").asText()).endsWith("-invalid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-acme", "acme-", "acme.pipedrive.com", "", "a b"})
    void aCompanyDomainThatIsNoneIsRefusedBeforePipedriveIsAsked(String domain) {
        // When
        var refused = Api.post("/api/connections", "{\"api_token\": \"t\", \"company_domain\": \"" + domain + "\"}");

        // Then
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body()).contains("is the acme in acme.pipedrive.com");
    }

    @Test
    void aValueThatPostgresCannotCompareIsTheCallersMistake() {
        // When
        var refused = Api.get("/api/events?object=%00");

        // Then
        refused.assertProblem(400, "value-invalid");
    }

    @Test
    void theApiDescribesItself() {
        // When
        var openapi = Api.get("/api/openapi?format=json").json();

        // Then
        assertThat(openapi.path("paths").properties())
                .extracting(Map.Entry::getKey)
                .contains("/api/events", "/api/events/stream", "/api/connections");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/openapi", "/api/openapi/", "/api/openapi.json", "/api/openapi?format=json"})
    void theDescriptionNeedsTheKeyToo(String path) {
        // When
        var none = Http.get(Api.url(path), Map.of());

        // Then
        assertThat(none.status()).isEqualTo(401);
        assertThat(none.body()).isEmpty();
    }
}

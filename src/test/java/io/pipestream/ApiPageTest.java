package io.pipestream;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import java.util.regex.Pattern;

import io.pipestream.support.Api;
import io.pipestream.support.Http;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** The page of the management API, as a browser without the internet gets it. */
@QuarkusTest
class ApiPageTest {

    private static final Pattern LOADED = Pattern.compile("(?:src|href)=\"([^\"]+)\"");

    @Test
    void allThatThePageLoadsIsServedByUs() {
        // When
        var page = Http.get(Api.url("/api/docs/"), Map.of());

        // Then
        assertThat(page.status()).isEqualTo(200);
        var loaded = LOADED.matcher(page.body())
                .results()
                .map(result -> result.group(1))
                .toList();
        assertThat(loaded).hasSizeGreaterThan(3).noneMatch(address -> address.contains("//"));
        assertThat(loaded)
                .allSatisfy(address -> assertThat(Http.get(
                                        URI.create(Api.url("/api/docs/"))
                                                .resolve(address)
                                                .toString(),
                                        Map.of())
                                .status())
                        .isEqualTo(200));
        assertThat(page.body()).contains("/api/openapi").containsPattern("validatorUrl: *'none'");
    }

    @Test
    void thePageShowsItselfWithItsKeyAndTheDescriptionNeedsOne() {
        // When
        var page = Http.get(Api.url("/api/docs/"), Map.of()).body();

        // Then
        assertThat(page)
                .contains("requestInterceptor: (request) => {", "request.headers.Authorization = 'Bearer ' + key");
        assertThat(Http.get(Api.url("/api/openapi"), Map.of()).status()).isEqualTo(401);
        assertThat(Api.get("/api/openapi").status()).isEqualTo(200);
    }
}

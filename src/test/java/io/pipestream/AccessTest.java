package io.pipestream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.pipestream.support.Api;
import io.pipestream.support.Http;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** Nothing of the management API is open; a resource that is added later is under test by itself. */
@QuarkusTest
class AccessTest {

    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    private static final String SOME_ID = "0190a5c8-0000-7000-8000-000000000001";

    /** @param path with an id in place of each parameter */
    private record Operation(String method, String path) {

        Http.Answer call(Map<String, String> headers) {
            var body = method.equals("POST") ? "{}".getBytes(UTF_8) : new byte[0];
            return Http.call(method, Api.url(path), headers, body);
        }
    }

    @Test
    void everyOperationOfTheManagementApiAsksForAKey() {
        // When
        var operations = operations();

        // Then
        assertThat(operations)
                .extracting(Operation::path)
                .contains("/api/events", "/api/events/" + SOME_ID, "/api/connections", "/api/quarantine");
        assertThat(operations).allSatisfy(operation -> {
            assertThat(operation.call(Map.of()).status()).isEqualTo(401);
            assertThat(operation
                            .call(Map.of("Authorization", "Bearer psk_wrong"))
                            .status())
                    .isEqualTo(401);
        });
    }

    /** What the service says of itself, under {@code /api}. */
    private static List<Operation> operations() {
        var operations = new ArrayList<Operation>();
        var paths = Api.get("/api/openapi?format=json").json().path("paths");
        for (var path : paths.properties()) {
            if (!path.getKey().startsWith("/api")) {
                continue;
            }
            var withId = path.getKey().replaceAll("\\{[^}]+}", SOME_ID);
            for (var method : path.getValue().properties()) {
                if (METHODS.contains(method.getKey())) {
                    operations.add(new Operation(method.getKey().toUpperCase(Locale.ROOT), withId));
                }
            }
        }
        return operations;
    }
}

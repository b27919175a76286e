package io.pipestream.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Pattern;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sandbox's own page as files, and the controls that it alone needs. A browser uses it in {@code SandboxPageTest}. */
class PageTest {

    private static final Pattern REFERENCE = Pattern.compile("(?:href|src)=\"(/[^\"]+)\"|from '\\./([^']+)'");

    private final Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());
    private final Client anybody = new Client(sandbox.url(), "");

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/page/page.js", "/page/records.js", "/page/trouble.js", "/page/watch.js"})
    void whateverAPartNamesIsThereAndNothingIsOfAnotherHost(String path) {
        // When
        var part = anybody.get(path);

        // Then
        assertThat(part.status()).isEqualTo(200);
        assertThat(part.header("content-security-policy")).contains("default-src 'none'");
        assertThat(part.text()).doesNotContain("http:").doesNotContain("https:").doesNotContain("style=\"");
        assertThat(REFERENCE.matcher(part.text()).results().toList())
                .isNotEmpty()
                .allSatisfy(found -> assertThat(
                                anybody.get(found.group(1) == null ? "/page/" + found.group(2) : found.group(1))
                                        .status())
                        .isEqualTo(200));
    }

    @Test
    void theNewestRecordsAreListedWithoutThoseThatAreGone() {
        // Given
        for (var i = 1; i <= 25; i++) {
            sandbox.add("organization", new JsonObject());
        }
        sandbox.delete("organization", 24);

        // When
        var newest = anybody.get("/sandbox/organization");

        // Then
        assertThat(newest.ids()).hasSize(20).startsWith(25, 23, 22).endsWith(5);
    }

    @Test
    void asManyOfTheNewestDeliveriesAreListedAsAreWanted() {
        // Given
        try (var receiver = new Receiver()) {
            new Client(sandbox).register(receiver, "2.0", "create", "deal");
            for (var i = 1; i <= 3; i++) {
                sandbox.add("deal", new JsonObject());
            }
            await().until(() -> sandbox.deliveries().size() == 3);

            // When
            var two = anybody.get("/sandbox/deliveries?limit=2");
            var none = anybody.get("/sandbox/deliveries?limit=-1");

            // Then
            assertThat(two.rows()).hasSize(2);
            assertThat(two.rows().getJsonObject(1).getLong("id")).isEqualTo(3);
            assertThat(none.rows()).isEmpty();
        }
    }

    @Test
    void aPageOfAnotherSiteMayNotUseTheControls() throws IOException, InterruptedException {
        // When
        var own = add("same-origin");
        var others = add("cross-site");

        // Then
        assertThat(own).isEqualTo(201);
        assertThat(others).isEqualTo(403);
        assertThat(anybody.get("/sandbox/deal").ids()).hasSize(1);
    }

    private int add(String site) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(sandbox.url() + "/sandbox/deal"))
                    .header("sec-fetch-site", site)
                    .POST(BodyPublishers.ofString("{}"))
                    .build();
            return http.send(request, BodyHandlers.discarding()).statusCode();
        }
    }
}

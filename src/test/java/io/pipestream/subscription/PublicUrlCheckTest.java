package io.pipestream.subscription;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

import com.sun.net.httpserver.HttpServer;
import io.pipestream.platform.CheckResult;
import io.pipestream.platform.CheckResult.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands at the public URL is told from our door. */
@Timeout(60)
class PublicUrlCheckTest {

    private HttpServer server;
    private String url = "";

    @BeforeEach
    void begin() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        url = "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @AfterEach
    void end() {
        server.stop(0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            404 | {"type": "/problems/webhook-unknown"} | OK   | Our door answers
            404 | <html>Not here</html>                 | FAIL | not as our door does
            200 | ok                                    | FAIL | not as our door does
            301 | moved                                 | FAIL | redirects to https://www.example.com/
            502 | Bad gateway                           | FAIL | answers 502
            """)
    void whatAnswersIsToldFromOurDoor(int status, String body, State state, String found) throws Exception {
        // Given
        server.createContext("/webhooks/", exchange -> {
            try (exchange) {
                if (status == 301) {
                    exchange.getResponseHeaders().add("location", "https://www.example.com/");
                }
                exchange.sendResponseHeaders(status, body.length());
                exchange.getResponseBody().write(body.getBytes(UTF_8));
            }
        });

        // When
        var result = look(url + '/');

        // Then
        assertThat(result.state()).isEqualTo(state);
        assertThat(result.found()).contains(found);
        assertThat(result.cure() == null).isEqualTo(state == State.OK);
    }

    @Test
    void anAddressAtWhichNothingListensIsNamed() throws Exception {
        // Given
        server.stop(0);

        // When
        var result = look(url);

        // Then
        assertThat(result.state()).isEqualTo(State.FAIL);
        assertThat(result.found()).contains("refuses connections");
    }

    @Test
    void aServerWithoutACertificateIsNamed() throws Exception {
        // When
        var result = look(url.replace("http:", "https:"));

        // Then
        assertThat(result.state()).isEqualTo(State.FAIL);
        assertThat(result.cure()).isNotBlank();
    }

    private static CheckResult look(String url) throws InterruptedException {
        return new PublicUrlCheck(url).look().getFirst();
    }
}

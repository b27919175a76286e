package io.pipestream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.sql.DataSource;

import io.pipestream.support.Api;
import io.pipestream.support.Http;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is let into the console, and what its answers carry. */
@QuarkusTest
class ConsoleDoorTest {

    @Inject
    DataSource postgres;

    private static final Map<String, String> FORM = Map.of("content-type", "application/x-www-form-urlencoded");

    @Test
    void whoIsNotSignedInIsSentToTheDoorAndBackFromThere() {
        // When
        var answer = Http.get(Api.url("/console/events?object=deal"), Map.of());

        // Then
        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.header("location"))
                .endsWith("/console/enter?to=" + URLEncoder.encode("/console/events?object=deal", UTF_8));
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void aPartOfAPageThatNobodyIsSignedInForSendsTheWholePageToTheDoor() {
        // When
        var answer = Http.get(Api.url("/console/events/tail"), Map.of("HX-Request", "true"));

        // Then
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("hx-redirect")).isEqualTo("/console/enter");
    }

    @Test
    void aKeyOpensASessionThatNoScriptCanReadAndThatEndsWithIt() {
        // When
        var entered = enter(Api.KEY, "/console/events");

        // Then
        assertThat(entered.status()).isEqualTo(303);
        assertThat(entered.header("location")).endsWith("/console/events");
        assertThat(entered.header("set-cookie")).contains("HttpOnly", "SameSite=Strict", "Path=/console");
        var cookie = cookie(entered);
        assertThat(page("/console/events", cookie).status()).isEqualTo(200);
        assertThat(post("/console/leave", cookie, "_token=" + token(cookie)).status())
                .isEqualTo(303);
        assertThat(page("/console/events", cookie).status()).isEqualTo(303);
    }

    @Test
    @Timeout(90)
    void aPageWithoutPostgresSaysSoAndWhatToDo() throws SQLException {
        // Given
        var cookie = cookie(enter(Api.KEY, "/console"));
        var taken = new ArrayList<Connection>();
        try {
            // When
            var answer = Awaitility.await("nobody gets a connection any more")
                    .atMost(Duration.ofSeconds(60))
                    .until(
                            () -> {
                                takeAll(taken);
                                return page("/console/events", cookie);
                            },
                            it -> it.status() != 200);

            // Then
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("content-type")).startsWith("text/html");
            assertThat(answer.body())
                    .contains("Postgres did not answer. Try again", "</html>")
                    .doesNotContain("Exception", "at io.", "events failed");
        } finally {
            for (var connection : taken) {
                connection.close();
            }
        }
        assertThat(page("/console/events", cookie).status()).isEqualTo(200);
    }

    /** What others have at the moment they get no more once they have given it back. */
    private void takeAll(List<Connection> taken) {
        try {
            while (taken.size() < 16) {
                taken.add(postgres.getConnection());
            }
        } catch (SQLException e) {
            // the rest is in use
        }
    }

    @Test
    void aKeyThatNobodyHasOpensNothing() {
        // When
        var answer = enter("psk_nobody_has_this_key_0123456789abcdef", "/console");

        // Then
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.header("set-cookie")).isEmpty();
        assertThat(answer.body()).contains("Nobody has this key").doesNotContain("psk_nobody");
    }

    @Test
    void theDoorLeadsToOurOwnPagesOnly() {
        assertThat(enter(Api.KEY, "https://example.com/console").header("location"))
                .endsWith("/console");
        assertThat(enter(Api.KEY, "//example.com").header("location")).endsWith("/console");
        assertThat(enter(Api.KEY, "/console/\\example.com").header("location")).endsWith("/console");
    }

    @Test
    void aFormWithoutTheSessionsTokenIsRefused() {
        // Given
        var cookie = cookie(enter(Api.KEY, "/console"));

        // When
        var answer = post("/console/leave", cookie, "_token=forged");

        // Then
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).contains("was not sent by a page of your session");
        assertThat(page("/console", cookie).status()).isEqualTo(200);
    }

    @Test
    void theSessionIsNoKeyToTheManagementApi() {
        // Given
        var cookie = cookie(enter(Api.KEY, "/console"));

        // When
        var answer = page("/api/events", cookie);

        // Then
        assertThat(answer.status()).isEqualTo(401);
    }

    @Test
    void pagesForbidWhatTheyDoNotNeedAndAreNotKept() {
        // When
        var answer = page("/console", cookie(enter(Api.KEY, "/console")));

        // Then
        assertThat(answer.header("content-security-policy"))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(answer.header("referrer-policy")).isEqualTo("same-origin");
        assertThat(answer.header("cache-control")).isEqualTo("no-store");
    }

    @Test
    void assetsAreKeptForEverUnderAnAddressThatChangesWithThem() {
        // Given
        var page = Http.get(Api.url("/console/enter"), Map.of()).body();
        var address =
                Pattern.compile("/console/assets/[0-9a-f]{16}/console\\.js").matcher(page);
        assertThat(address.find()).isTrue();

        // When
        var asset = Http.get(Api.url(address.group()), Map.of());
        var other = Http.get(Api.url("/console/assets/0000000000000000/console.js"), Map.of());

        // Then
        assertThat(asset.status()).isEqualTo(200);
        assertThat(asset.header("cache-control")).contains("immutable");
        assertThat(other.header("cache-control")).isEqualTo("no-store");
        assertThat(Http.get(Api.url("/console/assets/0/pom.xml"), Map.of()).status())
                .isEqualTo(404);
    }

    @Test
    void whatPagesHoldThemselvesIsAllowedByItsHashAndServedToNobody() throws NoSuchAlgorithmException {
        // When
        var door = Http.get(Api.url("/console/enter"), Map.of());
        var overview = page("/console", cookie(enter(Api.KEY, "/console")));

        // Then
        assertThat(inline(door.body())).hasSize(2);
        assertThat(inline(overview.body())).hasSize(3);
        for (var page : List.of(door, overview)) {
            for (var text : inline(page.body())) {
                var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
                assertThat(page.header("content-security-policy"))
                        .contains("'sha256-" + Base64.getEncoder().encodeToString(hash) + '\'');
            }
        }
        for (var name : List.of("console.css", "theme.js", "uPlot.min.css")) {
            assertThat(Http.get(Api.url("/console/assets/0/" + name), Map.of()).status())
                    .as(name)
                    .isEqualTo(404);
        }
    }

    private static List<String> inline(String page) {
        return Pattern.compile("<(script|style)>(.+?)</\\1>", Pattern.DOTALL)
                .matcher(page)
                .results()
                .map(element -> element.group(2))
                .toList();
    }

    @Test
    void anAddressThatIsNoPageSaysSo() {
        // When
        var answer = page("/console/nowhere", cookie(enter(Api.KEY, "/console")));

        // Then
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("content-type")).startsWith("text/html");
        assertThat(answer.body()).contains("There is nothing here");
    }

    private static Http.Answer enter(String key, String to) {
        return Http.call(
                "POST",
                Api.url("/console/enter"),
                FORM,
                ("key=" + URLEncoder.encode(key, UTF_8) + "&to=" + URLEncoder.encode(to, UTF_8)).getBytes(UTF_8));
    }

    private static Http.Answer post(String path, String cookie, String form) {
        return Http.call(
                "POST",
                Api.url(path),
                Map.of("content-type", "application/x-www-form-urlencoded", "cookie", cookie),
                form.getBytes(UTF_8));
    }

    private static Http.Answer page(String path, String cookie) {
        return Http.get(Api.url(path), Map.of("cookie", cookie));
    }

    private static String cookie(Http.Answer entered) {
        return entered.header("set-cookie").replaceFirst(";.*", "");
    }

    private static String token(String cookie) {
        var token = Pattern.compile("name=\"form-token\" content=\"([0-9a-f]+)\"")
                .matcher(page("/console", cookie).body());
        assertThat(token.find()).isTrue();
        return token.group(1);
    }
}

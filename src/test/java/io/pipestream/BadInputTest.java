package io.pipestream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import io.pipestream.support.Api;
import io.pipestream.support.Door;
import io.pipestream.support.Http;
import io.pipestream.support.Payloads;
import io.pipestream.support.Topic;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is sent gets a clear answer; what showed the right credentials is kept. */
@QuarkusTest
class BadInputTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource("unreadable")
    void anUnreadableBodyIsKeptForAnOperatorAndAnswered2xx(String name, byte[] body, String reason) {
        // Given
        var door = Door.ofNewDeals();

        // When
        var answer = door.deliver(body);

        // Then
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body()).isEmpty();
        var kept = StreamSupport.stream(
                        Api.get("/api/quarantine?limit=50").json().path("data").spliterator(), false)
                .filter(delivery -> delivery.path("bytes").asInt() == body.length)
                .filter(delivery -> delivery.path("reason").asText().equals(reason))
                .toList();
        assertThat(kept).hasSize(1);
        assertThat(Base64.getDecoder().decode(kept.getFirst().path("body_head").asText()))
                .isEqualTo(Arrays.copyOf(body, Math.min(body.length, 4096)));
    }

    /** Each with a length of its own, by which it is found again. */
    static Stream<Arguments> unreadable() {
        var notAnObject = "the body is not a JSON object";
        return Stream.of(
                unreadable("not JSON", "oops!", notAnObject),
                unreadable("empty", "", notAnObject),
                unreadable("an array", "[1, 2]", notAnObject),
                unreadable("null", "null", notAnObject),
                unreadable("no envelope", "{\"hello\": \"world\"}", "neither webhook v1 nor v2"),
                unreadable("deep nesting", "[".repeat(100_000), notAnObject),
                Arguments.of("NUL bytes", new byte[1000], notAnObject),
                Arguments.of("invalid UTF-8", "{\"meta\": \"\u00ff\u00fe\"}".getBytes(ISO_8859_1), notAnObject),
                unreadable(
                        "unknown action",
                        Payloads.addedV2("deal", 1, 1, "9").replace("create", "explode"),
                        "unknown action"),
                unreadable(
                        "an object that is no name",
                        Payloads.addedV2("deal", 1, 1, "9").replace("\"entity\":\"deal\"", "\"entity\":\"../deal\""),
                        "the object's type is missing or unusable"));
    }

    private static Arguments unreadable(String name, String body, String reason) {
        return Arguments.of(name, body.getBytes(UTF_8), reason);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("odd")
    void anOddBodyIsAnEventAllTheSame(String name, long id, String body) {
        // Given
        var door = Door.ofNewDeals();
        var mark = Topic.mark("pipedrive.deal.added");

        // When
        var answer = door.deliver(body);

        // Then
        assertThat(answer.status()).isEqualTo(204);
        assertThat(Api.events("object=deal&record_id=" + id)).hasSize(1);
        mark.await(1, record -> record.key().equals(Payloads.COMPANY + ":deal:" + id));
    }

    static Stream<Arguments> odd() {
        return Stream.of(
                odd("NUL characters in a text", 920_001, "\"Roof 920001\"", "\"Ro\\u0000of\""),
                odd("half a surrogate pair", 920_002, "\"Roof 920002\"", "\"Ro\\ud800of\""),
                odd("absurd dates", 920_003, "2026-03-01T10:00:05Z", "9999999-99-99T99:99:99Z"),
                odd("numbers beyond 64 bits", 920_004, "18500", "1" + "0".repeat(400)),
                odd("an exponent beyond reason", 920_005, "18500", "1e999999999"),
                odd("objects where texts should be", 920_006, "\"Roof 920006\"", "{\"a\": [1, {\"b\": null}]}"),
                odd("null where a number should be", 920_007, "18500", "null"),
                odd("a new field", 920_008, "\"value\":", "\"brand_new\": {\"x\": 1}, \"value\":"),
                odd("no time at all", 920_009, "2026-03-01T10:00:05.812Z", ""));
    }

    private static Arguments odd(String name, long id, String what, String with) {
        var body = Payloads.addedV2("deal", id, 1, "901");
        assertThat(body).contains(what);
        return Arguments.of(name, id, body.replace(what, with));
    }

    @Test
    void aBodyOverTheLimitIsRefusedWithTheReason() {
        // Given
        var refusedBefore = Api.metric("pipestream_webhooks_received_total", "too_large");

        // When
        var answer = Door.ofNewDeals().deliver(new byte[20_000_000]);

        // Then
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.header("content-type")).startsWith("application/problem+json");
        assertThat(answer.json().path("detail").asText()).contains("pipestream.ingest.max-body-size");
        assertThat(Api.metric("pipestream_webhooks_received_total", "too_large") - refusedBefore)
                .isEqualTo(1);
    }

    @Test
    void aBodyJustUnderTheLimitIsKept() {
        // When
        var answer = Door.ofNewDeals().deliver(new byte[9_000_000]);

        // Then
        assertThat(answer.status()).isEqualTo(202);
    }

    @Test
    void wrongCredentialsAreRefusedAndCounted() {
        // Given
        var door = Door.ofNewDeals();
        var refusedBefore = Api.metric("pipestream_webhooks_received_total", "unauthorised");

        // When
        var answers = Stream.of(
                        new Door(door.url(), door.user(), "wrong"),
                        new Door(door.url(), "wrong", door.password()),
                        new Door(door.url(), "", ""))
                .map(wrong -> wrong.deliver(Payloads.addedV2("deal", 930_001, 1, "901")))
                .toList();
        var none = Http.call("POST", door.url(), Map.of(), "{}".getBytes(UTF_8));
        var garbage = Http.call("POST", door.url(), Map.of("Authorization", "Basic %%%"), "{}".getBytes(UTF_8));

        // Then
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.header("content-type")).startsWith("application/problem+json");
            assertThat(answer.header("www-authenticate")).startsWith("Basic");
        });
        assertThat(none.status()).isEqualTo(401);
        assertThat(garbage.status()).isEqualTo(401);
        assertThat(Api.metric("pipestream_webhooks_received_total", "unauthorised") - refusedBefore)
                .isEqualTo(5);
        assertThat(Api.events("object=deal&record_id=930001")).isEmpty();
    }

    @Test
    void anUnknownPathIsNotFound() {
        // When
        var answer = Http.call("POST", Api.url("/webhooks/guessed"), Map.of(), "{}".getBytes(UTF_8));

        // Then
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().path("type").asText()).isEqualTo("/problems/webhook-unknown");
    }
}

package io.pipestream.normalise;

import static io.pipestream.normalise.Deliveries.json;
import static io.pipestream.normalise.Deliveries.namesIn;
import static io.pipestream.normalise.Deliveries.normalise;
import static io.pipestream.normalise.Deliveries.read;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.pipestream.normalise.Normalised.Accepted;
import io.pipestream.normalise.Normalised.Rejected;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever arrives, the door answers with an outcome, and what it accepts can be written anywhere. */
class HostileBodyTest {

    private static final Rejected NOT_JSON = new Rejected("the body is not a JSON object");

    @ParameterizedTest(name = "{0}")
    @MethodSource("unreadable")
    void aBodyThatIsNoJsonIsRejected(String name, byte[] body) {
        assertThat(normalise(body)).isEqualTo(NOT_JSON);
    }

    static Stream<Arguments> unreadable() {
        return Stream.of(
                Arguments.of("nothing", new byte[0]),
                Arguments.of("blanks", " \n".getBytes(UTF_8)),
                Arguments.of("NULs", new byte[1000]),
                Arguments.of("a raw NUL in a text", deal("\"a\0b\"").getBytes(UTF_8)),
                Arguments.of("invalid UTF-8", deal("\"\u00ff\u00fe\"").getBytes(ISO_8859_1)),
                Arguments.of(
                        "half a surrogate pair as bytes",
                        deal("\"a\u00ed\u00a0\u0080\"").getBytes(ISO_8859_1)),
                Arguments.of("half a body", deal("1").substring(0, 40).getBytes(UTF_8)),
                Arguments.of("100,000 levels", "{\"v\":".repeat(100_000).getBytes(UTF_8)),
                Arguments.of("100,000 lists", "[".repeat(100_000).getBytes(UTF_8)),
                Arguments.of(
                        "501 levels", deal("[".repeat(501) + "]".repeat(501)).getBytes(UTF_8)),
                Arguments.of(
                        "a number of 10,000 digits", deal("9".repeat(10_000)).getBytes(UTF_8)),
                Arguments.of(
                        "an exponent beyond any number", deal("1e99999999999").getBytes(UTF_8)),
                Arguments.of("20 MB of one byte", "x".repeat(20_000_000).getBytes(UTF_8)));
    }

    @ParameterizedTest
    @MethodSource("readable")
    void aStrangeValueIsAcceptedAndWritable(String value) {
        // When
        var outcome = normalise(deal(value));

        // Then
        assertThat(outcome).isInstanceOfSatisfying(Accepted.class, HostileBodyTest::assertWritable);
    }

    static Stream<String> readable() {
        return Stream.of(
                "\"\\ud800\"",
                "\"a\\udc00b\\ud83d\"",
                "\"\\u0000\"",
                "{\"\\u0000\": 1}",
                "1000e2147483647",
                "0.000e-2147483640",
                "1e999999999",
                "-1E-999999999",
                "9".repeat(999),
                "0." + "0".repeat(900) + "1",
                "[".repeat(490) + "]".repeat(490),
                "\"" + "y".repeat(19_000_000) + '"');
    }

    @Test
    void whatCannotBeWrittenIsReplaced() {
        // Given
        var body = deal("\"a\\ud800b\\u0000c\\ud83d\\ude00\"");

        // When
        var outcome = normalise(body);

        // Then
        assertThat(title(outcome)).isEqualTo("a\uFFFDb\uFFFDc\ud83d\ude00");
    }

    @Test
    void theLastOfTwoEqualKeysCounts() {
        assertThat(title(normalise(deal("\"first\", \"title\": \"second\"")))).isEqualTo("second");
    }

    @Test
    void aBodyInAnotherUnicodeEncodingIsRead() {
        assertThat(normalise(deal("\"Bodø\"").getBytes(UTF_16))).isInstanceOf(Accepted.class);
    }

    @Test
    void anyBytesGiveAnOutcome() {
        var random = new Random(20260301);
        for (int i = 0; i < 2_000; i++) {
            var bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);

            assertThat(normalise(bytes)).isInstanceOf(Rejected.class);
        }
    }

    @Test
    void aBodyWithAnyByteFlippedGivesAnOutcome() {
        var random = new Random(7);
        var bytes =
                read("webhook-v1/deal-added-with-custom-fields.json").toString().getBytes(UTF_8);
        for (int i = 0; i < 2_000; i++) {
            var flipped = bytes.clone();
            flipped[random.nextInt(flipped.length)] = (byte) random.nextInt(256);

            assertOutcome(normalise(flipped));
        }
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void aBodyWithAnyPartDroppedRetypedOrNestedGivesAnOutcome(String file) {
        var body = read(file);
        for (int seed = 0; seed < 100; seed++) {
            var mutant = Mutation.of(body, new Random(seed));

            assertOutcome(normalise(mutant.toString()));
        }
    }

    static Stream<String> bodies() {
        return IntStream.rangeClosed(1, 2)
                .mapToObj(version -> "webhook-v" + version + '/')
                .flatMap(folder -> namesIn(folder).stream().map(name -> folder + name));
    }

    private static void assertOutcome(Normalised outcome) {
        switch (outcome) {
            case Accepted accepted -> assertWritable(accepted);
            case Rejected rejected -> assertThat(rejected.reason()).matches("[a-zA-Z0-9' ]{10,60}");
        }
    }

    /** As UTF-8, with numbers of a size that a database column takes, and readable again. */
    private static void assertWritable(Accepted accepted) {
        var written = Deliveries.asJson(accepted.observation()).toString();
        assertThat(encoded(written)).doesNotContain("\\u0000");
        assertThat(json(written)).isNotNull();
        assertThat(accepted.observation().dedupeKey()).matches("[!-~]{5,400}");
    }

    private static String encoded(String text) {
        try {
            return UTF_8.newDecoder()
                    .decode(UTF_8.newEncoder().encode(CharBuffer.wrap(text)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new AssertionError("not writable as UTF-8", e);
        }
    }

    private static String title(Normalised outcome) {
        return ((Accepted) outcome).observation().object().get("title").textValue();
    }

    private static String deal(String title) {
        return "{\"v\":1,\"meta\":{\"action\":\"added\",\"object\":\"deal\",\"id\":7},\"current\":{\"value\":1,\"title\":"
                + title + "}}";
    }
}

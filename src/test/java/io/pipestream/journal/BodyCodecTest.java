package io.pipestream.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;

import com.fasterxml.uuid.Generators;
import io.pipestream.support.Payloads;
import org.junit.jupiter.api.Test;

class BodyCodecTest {

    /** A body as the first version wrote it; to make another one would be to forget what is stored. */
    private static final String WRITTEN_ONCE =
            "eLvLsxBcfZrBDoMgDIZfZfFe0kIR2GMsO3lDplcTd1x896GZc0pdQ3ogHKD/16QNfa2ptTyEdUkBGkC6E14xL9tUIhXloVWg2zD0F9abUOQtojBMcJ6z+pC0JGSqc+cdh9Bw/BuXWS67w8KSxZ1Wzq3KM8c+tozgQ+jAsPYQvWkBU3C1ji7YOklYmR6TeZgOMBvw7PzscDM6IhCWrYKqfeyVJ938IkAlWOU3vdi3iG3Uh6d2nIuCMYv7VN+KXuWoVdP0BvN6saI=";

    @Test
    void whateverIsCompressedComesBackByteForByte() {
        var random = new Random(20261128);
        for (int i = 0; i < 2_000; i++) {
            // Given: bytes of all kinds, from repetitive to random, of any length
            var body = new byte[random.nextInt(i < 1_900 ? 3_000 : 300_000)];
            int kinds = 1 + random.nextInt(256);
            for (int at = 0; at < body.length; at++) {
                body[at] = (byte) random.nextInt(kinds);
            }

            // When
            var compressed = BodyCodec.compress(body);

            // Then
            if (compressed != null) {
                assertThat(compressed).hasSizeLessThan(body.length);
                assertThat(BodyCodec.restore(compressed, BodyCodec.DEFLATE_1)).isEqualTo(body);
            }
        }
    }

    @Test
    void aDeliveryTakesAThirdOfItsPlaceAtMost() {
        for (var body : new String[] {
            Payloads.addedV1("deal", 1, 0),
            Payloads.addedV2("organization", 2, 1, "901"),
            Payloads.addedV2("note", 3, 1, "901")
        }) {
            var bytes = body.getBytes(UTF_8);
            assertThat(BodyCodec.compress(bytes)).isNotNull().hasSizeLessThan(bytes.length * 2 / 5);
        }
    }

    @Test
    void whatCannotBecomeShorterStaysAsItIs() {
        var noise = new byte[100];
        new Random(1).nextBytes(noise);

        assertThat(BodyCodec.compress(noise)).isNull();
        assertThat(BodyCodec.compress(new byte[0])).isNull();
        assertThat(BodyCodec.restore(noise, null)).isEqualTo(noise);
    }

    @Test
    void whatWasWrittenOnceIsReadableForEver() {
        var body = BodyCodec.restore(Base64.getDecoder().decode(WRITTEN_ONCE), "deflate-1");

        assertThat(new String(body, UTF_8)).isEqualTo(Payloads.addedV2("deal", 42, 1, "901"));
    }

    @Test
    void anUnknownEncodingAndADamagedBodyAreNotTakenForABody() {
        var compressed =
                Objects.requireNonNull(BodyCodec.compress("a".repeat(50).getBytes(UTF_8)));
        int last = compressed.length - 1;
        compressed[last] = (byte) (compressed[last] ^ 1);

        assertThatThrownBy(() -> BodyCodec.restore(compressed, BodyCodec.DEFLATE_1))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> BodyCodec.restore(new byte[] {1}, "another"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theFirstIdOfATimeIsInFrontOfEveryIdMadeThenAndBehindThoseMadeBefore() {
        var ids = Generators.timeBasedEpochGenerator();
        var time = Instant.parse("2026-11-28T10:00:00.123Z");

        for (int i = 0; i < 1_000; i++) {
            assertThat(text(ids.construct(time.toEpochMilli()))).isGreaterThan(text(BodyCare.firstIdOf(time)));
            assertThat(text(ids.construct(time.toEpochMilli() - 1))).isLessThan(text(BodyCare.firstIdOf(time)));
        }
    }

    /** Postgres orders ids as their text is ordered. */
    private static String text(UUID id) {
        return id.toString();
    }
}

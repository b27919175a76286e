package io.pipestream.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.HashSet;
import java.util.Optional;
import java.util.Random;

import io.quarkiverse.resteasy.problem.HttpProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets at rest. */
class SecretBoxTest {

    private static final long SEED = 7301;

    private final Random random = new Random(SEED);
    private final SecretBox box = boxOf(key());

    @Test
    void whateverIsSealedOpensAgainAndShowsNothing() {
        var seen = new HashSet<String>();
        for (var i = 0; i < 500; i++) {
            // Given
            var secret = text(1 + random.nextInt(900));
            var place = text(random.nextInt(40));

            // When
            var sealed = box.seal(secret, place);

            // Then
            assertThat(sealed).startsWith("sealed:1:");
            assertThat(box.open(sealed, place)).isEqualTo(secret);
            if (secret.length() > 8) {
                assertThat(sealed).doesNotContain(secret);
            }
            assertThat(seen.add(box.seal("the same", "place")))
                    .as("never the same twice")
                    .isTrue();
        }
    }

    @Test
    void aSealedSecretThatWasChangedAnywhereDoesNotOpen() {
        // Given
        var sealed = box.seal("a secret of some length", "place");
        var mark = "sealed:1:".length();
        var bytes = Base64.getDecoder().decode(sealed.substring(mark));

        for (var i = 0; i < bytes.length; i++) {
            // When
            var changed = bytes.clone();
            changed[i] ^= (byte) (1 << random.nextInt(8));
            var forged = "sealed:1:" + Base64.getEncoder().encodeToString(changed);

            // Then
            assertUnreadable(box, forged, "place", "another key");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sealed:1:", "sealed:1:AAAA", "sealed:1:not base64"})
    void whatIsNoSealedSecretButLooksLikeOneIsUnreadable(String stored) {
        assertUnreadable(box, stored, "place", "another key");
    }

    @Test
    void aSealedSecretOpensOnlyInItsOwnPlace() {
        assertUnreadable(box, box.seal("secret", "connection/1/api_token"), "connection/2/api_token", "another key");
    }

    @Test
    void anotherKeyDoesNotOpenIt() {
        assertUnreadable(boxOf(key()), box.seal("secret", "place"), "place", "another key");
    }

    @Test
    void withoutAKeyWhatWasSealedIsUnreadableAndTheSettingIsNamed() {
        assertUnreadable(
                new SecretBox(Optional.empty()),
                box.seal("secret", "place"),
                "place",
                "PIPESTREAM_SECRETS_KEY is not set");
    }

    @Test
    void whatWasStoredBeforeThereWasAKeyStillOpens() {
        // Given
        var stored = new SecretBox(Optional.empty()).seal("secret", "place");

        // Then
        assertThat(stored).isEqualTo("secret");
        assertThat(box.open(stored, "place")).isEqualTo("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"c2hvcnQ=", "not base64!", "dGhpcnR5LXRocmVlIGJ5dGVzIGZvciB0aGUgdGVzdHMhIQ=="})
    void aKeyThatIsNoneIsRefusedAndNotRepeated(String key) {
        assertThatThrownBy(() -> boxOf(key))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("openssl rand -base64 32")
                .hasMessageNotContaining(key);
    }

    private static void assertUnreadable(SecretBox box, String stored, String place, String why) {
        assertThatThrownBy(() -> box.open(stored, place)).isInstanceOfSatisfying(HttpProblem.class, problem -> {
            assertThat(problem.getStatusCode()).isEqualTo(503);
            assertThat(problem.getDetail()).contains(why);
        });
    }

    private static SecretBox boxOf(String key) {
        return new SecretBox(Optional.of(key));
    }

    private String key() {
        var bytes = new byte[32];
        random.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private String text(int length) {
        return random.ints(length, 1, 0xD7FF)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}

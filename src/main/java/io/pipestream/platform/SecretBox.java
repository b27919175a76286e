package io.pipestream.platform;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts the secrets that we have to send, before they are stored: AES-256-GCM under {@code pipestream.secrets.key}.
 * Without a key they are stored as they are. Sealed ones carry a mark, so that both kinds can stand in one column.
 */
@Singleton
public class SecretBox {

    private static final String MARK = "sealed:1:";
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();
    private final @Nullable SecretKey key;

    SecretBox(@ConfigProperty(name = "pipestream.secrets.key") Optional<String> key) {
        this.key = key.map(SecretBox::parse).orElse(null);
    }

    /** A bad key stops the service at start and not at the first secret. */
    void check(@Observes StartupEvent event) {
        // Being made is the check.
    }

    /**
     * The secret as it may be stored.
     *
     * @param place where it will stand, for example table, row and column; a sealed secret opens nowhere else
     */
    public String seal(String secret, String place) {
        if (key == null) {
            return secret;
        }
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            var sealed = cipher(Cipher.ENCRYPT_MODE, key, nonce, place).doFinal(secret.getBytes(UTF_8));
            var whole =
                    ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed);
            return MARK + Base64.getEncoder().encodeToString(whole.array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM", e);
        }
    }

    /**
     * The secret in clear, sealed or not.
     *
     * @throws HttpProblem 503 {@code secret-unreadable} if it was sealed with a key that we do not have
     */
    public String open(String stored, String place) {
        if (!stored.startsWith(MARK)) {
            return stored;
        }
        if (key == null) {
            throw unreadable("PIPESTREAM_SECRETS_KEY is not set");
        }
        try {
            var whole = Base64.getDecoder().decode(stored.substring(MARK.length()));
            var nonce = new byte[NONCE_BYTES];
            ByteBuffer.wrap(whole).get(nonce);
            var cipher = cipher(Cipher.DECRYPT_MODE, key, nonce, place);
            return new String(cipher.doFinal(whole, NONCE_BYTES, whole.length - NONCE_BYTES), UTF_8);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw unreadable("PIPESTREAM_SECRETS_KEY is another key, or the row was changed by hand");
        }
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce, String place) throws GeneralSecurityException {
        var cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place.getBytes(UTF_8));
        return cipher;
    }

    private static HttpProblem unreadable(String why) {
        return Problems.of(
                Status.SERVICE_UNAVAILABLE,
                "secret-unreadable",
                "A stored secret cannot be decrypted: " + why
                        + ". Set the key that it was stored with, or connect the account again.");
    }

    private static SecretKey parse(String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64.strip());
        } catch (IllegalArgumentException e) {
            throw bad(e);
        }
        if (bytes.length != KEY_BYTES) {
            throw bad(null);
        }
        return new SecretKeySpec(bytes, "AES");
    }

    private static IllegalStateException bad(@Nullable Exception cause) {
        return new IllegalStateException(
                "pipestream.secrets.key must be 32 random bytes in Base64; make one with: openssl rand -base64 32",
                cause);
    }
}

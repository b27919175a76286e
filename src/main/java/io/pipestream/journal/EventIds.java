package io.pipestream.journal;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.NameBasedGenerator;

/** Turns a dedupe key into the permanent event id: a name-based UUID (RFC 9562 version 5) in our own namespace. */
public final class EventIds {

    private static final UUID NAMESPACE = UUID.fromString("6ba26e3b-3c5c-5a3d-9d57-1f3f6c1d2d0e");

    private static final NameBasedGenerator GENERATOR = Generators.nameBasedGenerator(NAMESPACE);

    private EventIds() {}

    /** The delivery id of a row that was not understood: the same for the same bytes, however often they are read. */
    static UUID ofRow(UUID connectionId, byte[] row) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(row);
            return GENERATOR.generate(
                    "row:" + connectionId + ':' + HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    public static UUID of(String dedupeKey) {
        return GENERATOR.generate(dedupeKey);
    }
}

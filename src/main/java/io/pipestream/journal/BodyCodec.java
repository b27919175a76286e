package io.pipestream.journal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

import org.jspecify.annotations.Nullable;

/**
 * How bodies are written that nobody waits for any more: zlib with a dictionary of what Pipedrive's bodies have in common,
 * since most of one body of a kilobyte is names of fields. The dictionary is part of the encoding: another one is another
 * encoding, and zlib refuses to read with a wrong one (docs/adr/0013).
 */
final class BodyCodec {

    /** Compressed with the dictionary of this name. */
    static final String DEFLATE_1 = "deflate-1";

    /** There is no body any more: its time is over. */
    static final String REMOVED = "removed";

    private static final byte[] DICTIONARY = dictionary(DEFLATE_1);

    private BodyCodec() {}

    /** The body in fewer bytes, from which {@link #restore} makes the very same; null if it cannot be done. */
    static byte @Nullable [] compress(byte[] body) {
        var deflater = new Deflater();
        try {
            deflater.setDictionary(DICTIONARY);
            deflater.setInput(body);
            deflater.finish();
            var compressed = new byte[body.length];
            int length = deflater.deflate(compressed);
            if (!deflater.finished() || length >= body.length) {
                return null;
            }
            var shorter = Arrays.copyOf(compressed, length);
            // Once what came is overwritten, nothing can bring it back.
            return Arrays.equals(body, inflate(shorter)) ? shorter : null;
        } finally {
            deflater.end();
        }
    }

    /**
     * The body as it came.
     *
     * @param encoding null if it is stored as it came; never {@link #REMOVED}
     */
    static byte[] restore(byte[] stored, @Nullable String encoding) {
        if (encoding == null) {
            return stored;
        }
        if (encoding.equals(DEFLATE_1)) {
            return inflate(stored);
        }
        throw new IllegalArgumentException("no body is written as " + encoding);
    }

    private static byte[] inflate(byte[] compressed) {
        var inflater = new Inflater();
        try {
            inflater.setInput(compressed);
            var out = new ByteArrayOutputStream(compressed.length * 4);
            var piece = new byte[8192];
            while (!inflater.finished()) {
                int length = inflater.inflate(piece);
                if (length == 0) {
                    if (!inflater.needsDictionary()) {
                        throw new IllegalStateException("a stored body ends too early");
                    }
                    inflater.setDictionary(DICTIONARY);
                }
                out.write(piece, 0, length);
            }
            return out.toByteArray();
        } catch (DataFormatException e) {
            throw new IllegalStateException("a stored body is damaged", e);
        } finally {
            inflater.end();
        }
    }

    private static byte[] dictionary(String encoding) {
        try (var in = BodyCodec.class.getResourceAsStream("/journal/" + encoding + ".dict")) {
            if (in == null) {
                throw new IllegalStateException("the dictionary of " + encoding + " is not in the jar");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

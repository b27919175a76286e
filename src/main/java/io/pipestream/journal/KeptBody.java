package io.pipestream.journal;

import org.jspecify.annotations.Nullable;

/** The body of a delivery that was stored. */
public sealed interface KeptBody {

    /**
     * It is there.
     *
     * @param bytes as they came
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Kept(byte[] bytes) implements KeptBody {

        /** Keeps customer data out of logs. */
        @Override
        public String toString() {
            return "Kept[" + bytes.length + " bytes]";
        }
    }

    /** Its time is over, see {@code pipestream.journal.keep-deliveries}. */
    record Removed() implements KeptBody {}

    /**
     * Of what is stored.
     *
     * @param encoding null if it is as it came
     */
    static KeptBody of(byte[] stored, @Nullable String encoding) {
        return BodyCodec.REMOVED.equals(encoding) ? new Removed() : new Kept(BodyCodec.restore(stored, encoding));
    }
}

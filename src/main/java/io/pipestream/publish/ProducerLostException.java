package io.pipestream.publish;

import org.jspecify.annotations.Nullable;

/** It is not known what became of the last transaction, or nothing more can be sent: the shard must be taken over anew. */
public class ProducerLostException extends RuntimeException {

    private final boolean fenced;

    ProducerLostException(String why, boolean fenced, @Nullable Throwable cause) {
        super(why, cause);
        this.fenced = fenced;
    }

    /** True if somebody else has taken the shard over. */
    public boolean isFenced() {
        return fenced;
    }
}

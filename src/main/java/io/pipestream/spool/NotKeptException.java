package io.pipestream.spool;

/** A delivery is not kept, as far as is known: its sender must send it again. */
public final class NotKeptException extends RuntimeException {

    NotKeptException(String why) {
        super(why);
    }

    NotKeptException(String why, Throwable cause) {
        super(why, cause);
    }
}

package io.pipestream.trigger;

/** What a {@link Filter} says of one event. */
public sealed interface Verdict {

    /** The event is wanted. */
    record Match() implements Verdict {}

    /** It is not. */
    record NoMatch() implements Verdict {}

    /**
     * It cannot be told, so the event is not wanted either.
     *
     * @param reason a fixed phrase and the place in the expression; never anything of the event
     */
    record Failed(String reason) implements Verdict {}
}

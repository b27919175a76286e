package io.pipestream.journal;

import java.util.List;

/**
 * A package that reads stretches of the journal over hours. A bean of this type is asked before events are dropped, and
 * what it still has to read is kept.
 */
public interface StretchReader {

    /** What is not read yet, to the end of it. */
    List<Unread> unread();

    /**
     * Events that somebody is going to read.
     *
     * @param reader  in words for people
     * @param after   they are after this sequence number
     * @param through and up to this one
     */
    record Unread(String reader, long after, long through) {}
}

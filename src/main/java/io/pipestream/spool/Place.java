package io.pipestream.spool;

/**
 * A place in the spool: everything before it.
 *
 * @param topicId Kafka's id of the topic, another one after it was made anew; empty while none is known
 * @param offset  the next record
 */
record Place(String topicId, long offset) {

    /** Whether nothing before this end is left undrained. A topic that nobody has written to is empty. */
    boolean isReachedBy(Place drained) {
        return offset == 0 || (topicId.equals(drained.topicId()) && offset <= drained.offset());
    }
}

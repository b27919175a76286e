package io.pipestream.hook;

import java.util.Map;

/**
 * What is sent.
 *
 * @param id      {@code webhook-id}: the same for the same event and hook, however often it is sent
 * @param headers those that say what it is; the signature's come with the call
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Message(String id, Map<String, String> headers, byte[] body) {

    /** Keeps customer data out of logs. */
    @Override
    public String toString() {
        return "Message[" + id + ", " + body.length + " bytes]";
    }
}

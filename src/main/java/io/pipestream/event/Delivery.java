package io.pipestream.event;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * One HTTP request from Pipedrive, kept verbatim.
 *
 * @param id             a time-ordered UUID (RFC 9562 version 7)
 * @param registrationId the registration whose credentials it showed
 * @param receivedAt     our clock, UTC
 * @param headers        the headers worth keeping, lower-case names; never credentials
 * @param body           the bytes as they came; not copied, so not to be changed
 */
// A copy of up to ten megabytes per request would buy nothing: nobody changes the bytes and nobody compares deliveries.
@SuppressWarnings("ArrayRecordComponent")
public record Delivery(UUID id, UUID registrationId, Instant receivedAt, Map<String, String> headers, byte[] body) {

    public Delivery withoutHeaders() {
        return new Delivery(id, registrationId, receivedAt, Map.of(), body);
    }

    /** Keeps customer data out of logs: the body is shown only by its length. */
    @Override
    public String toString() {
        return "Delivery[" + id + ", " + body.length + " bytes]";
    }
}

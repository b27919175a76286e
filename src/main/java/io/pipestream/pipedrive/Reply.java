package io.pipestream.pipedrive;

/** An answer from the wire, unread. */
record Reply(int status, RateLimits limits, String body) {}

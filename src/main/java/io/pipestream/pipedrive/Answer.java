package io.pipestream.pipedrive;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What a call brought.
 *
 * @param attempts that were paid for until then, this one included
 */
record Answer(ObjectNode body, RateLimits limits, int attempts) {}

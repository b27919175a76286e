package io.pipestream.subscription;

import java.time.Instant;

/**
 * If Pipedrive has banned a webhook without our knowledge, that ban ends in this time.
 *
 * @param from  not before
 * @param until not after
 */
public record Doubt(Instant from, Instant until) {}

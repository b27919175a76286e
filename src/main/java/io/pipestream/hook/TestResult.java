package io.pipestream.hook;

import org.jspecify.annotations.Nullable;

/**
 * What came of a sample that a hook was sent.
 *
 * @param status  null if there was no answer
 * @param problem null if it was accepted
 * @param answer  the beginning of the answer's body; null if it was accepted
 */
public record TestResult(
        boolean accepted,
        @Nullable Integer status,
        long millis,
        @Nullable String problem,
        @Nullable String answer,
        String webhookId) {}

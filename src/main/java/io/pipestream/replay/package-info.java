/**
 * Stored events published again, on request: planned, ordered per record, at a rate, and marked. Reads {@code journal},
 * sends through {@code publish}. Owns the table {@code replay}.
 */
@NullMarked
package io.pipestream.replay;

import org.jspecify.annotations.NullMarked;

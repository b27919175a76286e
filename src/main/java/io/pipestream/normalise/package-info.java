/**
 * Pipedrive's JSON, in any of its dialects, to an observation in our words. Pure: bytes in, value out, no clock, no I/O.
 * Used by {@code ingest} and {@code poll}; {@code schema} reads its catalogue of canonical records.
 */
@NullMarked
package io.pipestream.normalise;

import org.jspecify.annotations.NullMarked;

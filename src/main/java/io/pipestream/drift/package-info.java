/**
 * Where Pipedrive's records differ from what it is known to send: counted, sampled and shown to operators, who are told
 * of each difference once. Owns the table {@code drift}. {@link io.pipestream.drift.DriftLog} is for who reads records.
 */
@NullMarked
package io.pipestream.drift;

import org.jspecify.annotations.NullMarked;

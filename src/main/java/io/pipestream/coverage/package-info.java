/**
 * What was missed and how far everything is known: times of blindness until they are repaired, and the instant up to
 * which a connection's events are complete. Owns the tables {@code gap}, {@code coverage} and {@code heartbeat}.
 * {@link io.pipestream.coverage.Gaps} is for who notices and who repairs, {@link io.pipestream.coverage.Coverage} for
 * who polls and who tells consumers.
 */
@NullMarked
package io.pipestream.coverage;

import org.jspecify.annotations.NullMarked;

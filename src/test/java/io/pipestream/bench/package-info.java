/**
 * {@code ./pipestream bench}: how many deliveries a second the packaged service keeps, next to an endpoint that keeps
 * nothing. Everything runs on this machine, so ratios travel and absolute numbers do not. Test-scope code.
 */
@NullMarked
package io.pipestream.bench;

import org.jspecify.annotations.NullMarked;

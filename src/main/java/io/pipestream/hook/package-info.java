/**
 * Pushes triggers to HTTP endpoints of workflows: at least once, signed, in order where asked, retried over days. Owns
 * {@code hook}, {@code hook_health}, {@code hook_feed}, {@code hook_delivery} and {@code hook_attempt}. Reads the journal
 * behind its commits and never holds one up.
 */
@NullMarked
package io.pipestream.hook;

import org.jspecify.annotations.NullMarked;

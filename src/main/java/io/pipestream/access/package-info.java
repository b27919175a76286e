/**
 * Who may call the management API and see the console: bearer keys, and browser sessions that one has opened, kept as
 * hashes. Owns the tables {@code access_key} and {@code access_session}.
 */
@NullMarked
package io.pipestream.access;

import org.jspecify.annotations.NullMarked;

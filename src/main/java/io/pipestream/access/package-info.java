/**
 * Who may call the management API: bearer keys, kept as hashes. Owns the table {@code access_key}.
 */
@NullMarked
package io.pipestream.access;

import org.jspecify.annotations.NullMarked;

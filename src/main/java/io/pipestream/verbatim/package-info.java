/**
 * What events were made of: the deliveries as they came, and what today's code would make of them. Reads the journal and
 * changes nothing in it, for an event is never changed.
 */
@NullMarked
package io.pipestream.verbatim;

import org.jspecify.annotations.NullMarked;

/**
 * The vocabulary every other package speaks: what a delivery, an observation and a trigger are. Records and enums
 * only; depends on nothing of ours and used by all.
 */
@NullMarked
package io.pipestream.event;

import org.jspecify.annotations.NullMarked;

/** Tests of triggers, filters, samples and the stream. */
@NullMarked
package io.pipestream.trigger;

import org.jspecify.annotations.NullMarked;

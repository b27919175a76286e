/**
 * Which events start workflows, and what of them a reader wants: the catalogue of triggers, the filter language, test
 * samples, and the stream. {@code hook} takes triggers and filters from here. Owns no table.
 */
@NullMarked
package io.pipestream.trigger;

import org.jspecify.annotations.NullMarked;

/**
 * What every feature stands on: the clock, problem+json, ids. Knows no feature.
 */
@NullMarked
package io.pipestream.platform;

import org.jspecify.annotations.NullMarked;

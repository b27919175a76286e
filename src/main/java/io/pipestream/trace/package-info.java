/**
 * Traces: spans, and the context that travels with an event from its delivery to its record. The only package that
 * knows OpenTelemetry, and none of its calls costs anything while tracing is off (docs/adr/0018).
 */
@NullMarked
package io.pipestream.trace;

import org.jspecify.annotations.NullMarked;

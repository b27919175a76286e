/**
 * The webhook door: authenticates a delivery, hands it to {@code spool}, and answers only when
 * its bytes are durable. Nothing calls back into it.
 */
@NullMarked
package io.pipestream.ingest;

import org.jspecify.annotations.NullMarked;

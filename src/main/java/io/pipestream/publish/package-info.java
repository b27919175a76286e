/**
 * Moves committed events to Kafka, in order per record, and tells the journal what Kafka acknowledged; sends them again for
 * {@code replay}, which comes in by {@code ReplaySinks}. The only package that knows Kafka producers, beside
 * {@code spool}.
 */
@NullMarked
package io.pipestream.publish;

import org.jspecify.annotations.NullMarked;

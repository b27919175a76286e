/**
 * Moves committed events to Kafka, in order per record, and tells the journal what Kafka acknowledged. The only package
 * that knows Kafka producers.
 */
@NullMarked
package io.pipestream.publish;

import org.jspecify.annotations.NullMarked;

/**
 * The one place an event becomes durable: delivery, dedupe and outbox in one commit. Owns the tables {@code delivery},
 * {@code delivery_care}, {@code event}, {@code event_summary}, {@code outbox}, {@code publication}, {@code quarantine},
 * {@code quarantine_decision} and {@code relay_shard}; no other package names them.
 */
@NullMarked
package io.pipestream.journal;

import org.jspecify.annotations.NullMarked;

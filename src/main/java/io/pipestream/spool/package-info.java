/**
 * Keeps a delivery whatever is away: in the journal, or, while that could break the order of a record's events, held in
 * Postgres or spooled to Kafka, from where it is drained into the journal in order. Why the order holds is in
 * docs/adr/0010; the rules are in the classes that know neither server: {@link io.pipestream.spool.Look},
 * {@link io.pipestream.spool.Outlook}, {@link io.pipestream.spool.Dirt}, {@link io.pipestream.spool.Merge}.
 */
@NullMarked
package io.pipestream.spool;

import org.jspecify.annotations.NullMarked;

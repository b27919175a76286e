/**
 * The fallback door: reads from Pipedrive what changed since the cursor, and what a backfill asks for, and hands it to
 * {@code normalise} and {@code journal} like any delivery. Owns the tables {@code sweep}, {@code backfill} and
 * {@code backfill_listing}.
 */
@NullMarked
package io.pipestream.poll;

import org.jspecify.annotations.NullMarked;

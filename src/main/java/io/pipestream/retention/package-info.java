/**
 * How the journal forgets: partitions are made ahead, written to files, dropped when their time is over, and read back when
 * somebody asks; and how large everything is and becomes. Owns the tables {@code archive} and {@code storage_sample}; what
 * has to be done to the journal's own tables is done by the journal.
 */
@NullMarked
package io.pipestream.retention;

import org.jspecify.annotations.NullMarked;

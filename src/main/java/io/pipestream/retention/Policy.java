package io.pipestream.retention;

import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What is dropped, and where it goes first.
 *
 * @param archive a folder; null if what is dropped is gone
 */
record Policy(Duration keep, @Nullable Path archive) {}

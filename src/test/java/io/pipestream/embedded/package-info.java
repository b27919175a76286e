/**
 * The servers of the first run and of the tests, and the launcher behind {@code ./pipestream}.
 *
 * <p>Starts PostgreSQL, Kafka and the sandbox in its own JVM and the unmodified production jar as a child process,
 * configured by environment variables only. Test-scope code: nothing here reaches the production artefact.
 */
@NullMarked
package io.pipestream.embedded;

import org.jspecify.annotations.NullMarked;

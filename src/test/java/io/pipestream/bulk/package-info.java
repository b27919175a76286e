/**
 * A large journal in minutes, behind {@code ./pipestream generate}: rows as the service writes them, copied into its tables.
 *
 * <p>Test-scope code: nothing here reaches the production artefact.
 */
@NullMarked
package io.pipestream.bulk;

import org.jspecify.annotations.NullMarked;

/**
 * The verbs of {@code ./pipestream} that talk to a running service. They know nothing of it but its management API and
 * {@code run.json}, and of libraries only picocli and Jackson, so that they start quickly and work from anywhere.
 */
@NullMarked
package io.pipestream.cli;

import org.jspecify.annotations.NullMarked;

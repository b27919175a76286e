/**
 * Pipedrive accounts and their credentials. Owns the table {@code connection}.
 */
@NullMarked
package io.pipestream.connection;

import org.jspecify.annotations.NullMarked;

/**
 * Pipedrive accounts, their credentials, and whether they can be used. Owns the tables {@code connection} and
 * {@code oauth_state}. Others come through {@link io.pipestream.connection.Connections}.
 */
@NullMarked
package io.pipestream.connection;

import org.jspecify.annotations.NullMarked;

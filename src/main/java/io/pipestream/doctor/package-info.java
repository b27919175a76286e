/**
 * Whether what the service stands on is as it should be, and what to do where it is not. Looks at settings and Postgres
 * itself; every other package brings a {@link io.pipestream.platform.Check} of what it knows.
 */
@NullMarked
package io.pipestream.doctor;

import org.jspecify.annotations.NullMarked;

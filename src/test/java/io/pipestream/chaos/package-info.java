/**
 * The fault suite behind {@code ./pipestream chaos}: real processes under load are killed, stopped and cut off at random,
 * and afterwards a checker that shares no code with the service compares what was answered with what is in Kafka and in
 * Postgres.
 *
 * <p>Test-scope code: nothing here reaches the production artefact.
 */
@NullMarked
package io.pipestream.chaos;

import org.jspecify.annotations.NullMarked;

/**
 * What an account calls its fields, options, stages, pipelines, users and labels, now and before: read from Pipedrive at
 * most once an hour, and put beside the keys and ids of an event without asking anybody. Owns the tables
 * {@code definition_list} and {@code field_definition}.
 */
@NullMarked
package io.pipestream.catalogue;

import org.jspecify.annotations.NullMarked;

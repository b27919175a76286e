/**
 * What consumers may rely on, told to machines: a JSON Schema for each type of event, the AsyncAPI document of the
 * topics, samples. All made from the declarations that {@code normalise} reads by and {@code publish} writes by, and
 * served without a key. Owns the versions of schemas and the released ones; {@code publish} asks it for their URLs.
 */
@NullMarked
package io.pipestream.schema;

import org.jspecify.annotations.NullMarked;

/** Tests of the schemas, and what holds everything else to them: the gate, the release, the check of every record. */
@NullMarked
package io.pipestream.schema;

import org.jspecify.annotations.NullMarked;

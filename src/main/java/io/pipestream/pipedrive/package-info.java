/**
 * Pipedrive's REST API: its URLs, its JSON, its ways of failing. Knows nothing of ours.
 */
@NullMarked
package io.pipestream.pipedrive;

import org.jspecify.annotations.NullMarked;

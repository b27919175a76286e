package io.pipestream.pipedrive;

import org.jspecify.annotations.Nullable;

/**
 * What the table knows of an account apart from what was spent.
 *
 * @param daily tokens per day as Pipedrive said last; null if it never did
 */
record Standing(@Nullable Long daily, @Nullable Hold hold) {}

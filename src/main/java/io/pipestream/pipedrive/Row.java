package io.pipestream.pipedrive;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * One record of a page, unread.
 *
 * @param object {@code deal}, {@code note}; empty if Pipedrive did not say
 * @param id     of the record; null if Pipedrive did not say
 * @param data   the record as it is now; null where Pipedrive lists a row without one
 */
public record Row(
        String object, @Nullable String id, @Nullable ObjectNode data, Shape shape) {}

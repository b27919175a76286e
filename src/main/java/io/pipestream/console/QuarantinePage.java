package io.pipestream.console;

import java.util.List;

import io.pipestream.journal.Quarantined;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import org.jspecify.annotations.Nullable;

/**
 * Deliveries that were not understood.
 *
 * @param older  address of the next page; null on the last one
 * @param newest address of the first page; null if this is it
 */
@CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record QuarantinePage(
        Filters filters,
        List<Quarantined> deliveries,
        @Nullable String older,
        @Nullable String newest) implements TemplateInstance {}

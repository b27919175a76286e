package io.pipestream.console;

import java.time.Instant;
import java.util.List;

import io.pipestream.journal.StoredEvent;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import org.jspecify.annotations.Nullable;

/**
 * A page of the journal.
 *
 * @param search          what was asked for
 * @param older           address of the next page; null on the last one
 * @param newest          address of the first page; null if this is it
 * @param searchedThrough null unless the time for a search was over
 * @param tail            what asks for events that come; null on later pages
 */
@CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record EventsPage(
        EventSearchForm search,
        List<StoredEvent> events,
        @Nullable String older,
        @Nullable String newest,
        @Nullable Instant searchedThrough,
        @Nullable String tail)
        implements TemplateInstance {}

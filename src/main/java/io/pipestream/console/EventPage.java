package io.pipestream.console;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import io.pipestream.journal.KeptDelivery;
import io.pipestream.journal.StoredEvent;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import org.jspecify.annotations.Nullable;

/**
 * One event.
 *
 * @param previous    the event before it of the same record; null if there is none
 * @param differences of the record since that one
 * @param shown       the delivery whose body is shown; null if there is none any more
 * @param body        what it said; null if it is no JSON or was removed
 * @param bodyText    what is shown in its place; null if it is JSON
 */
@CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record EventPage(
        StoredEvent event,
        List<Moments.Moment> moments,
        @Nullable StoredEvent previous,
        List<Differences.Difference> differences,
        List<KeptDelivery> deliveries,
        @Nullable KeptDelivery shown,
        @Nullable JsonNode body,
        @Nullable String bodyText)
        implements TemplateInstance {}

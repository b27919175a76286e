package io.pipestream.console;

import java.time.Instant;
import java.util.List;

import io.pipestream.connection.ConnectionView;
import io.pipestream.coverage.Gap;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import org.jspecify.annotations.Nullable;

/**
 * How far everything is known, and what was missed.
 *
 * @param older  address of the next page; null on the last one
 * @param newest address of the first page; null if this is it
 */
@CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record GapsPage(
        Filters filters,
        List<Reach> reaches,
        List<Gap> gaps,
        @Nullable String older,
        @Nullable String newest) implements TemplateInstance {

    /**
     * How far a connection's events are complete.
     *
     * @param completeThrough null if polling has never been through
     * @param unrepaired      gaps that go on or wait for their repair
     */
    public record Reach(ConnectionView connection, @Nullable Instant completeThrough, int unrepaired) {}
}

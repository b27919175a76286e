package io.pipestream.console;

import java.util.List;

import io.pipestream.connection.ConnectionView;
import io.pipestream.poll.Backfills.DryRunView;
import io.pipestream.poll.Backfills.View;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import org.jspecify.annotations.Nullable;

/**
 * What was asked to be read, and a form to ask for more.
 *
 * @param given    what the form begins with
 * @param cost     what that would take, if it was measured
 * @param moving   whether one of them runs, so that the list looks again by itself
 */
@CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record BackfillsPage(
        Filters given,
        List<String> objects,
        List<String> chosen,
        @Nullable DryRunView cost,
        List<ConnectionView> connections,
        List<View> backfills,
        boolean moving)
        implements TemplateInstance {}

package io.pipestream.console;

import io.pipestream.connection.ConnectionView;
import io.pipestream.poll.Backfills.View;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/** One backfill and how far each of its lists is. */
@CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record BackfillPage(View backfill, ConnectionView connection) implements TemplateInstance {}

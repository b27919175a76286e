package io.pipestream.console;

import java.util.List;

import io.pipestream.journal.StoredEvent;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/**
 * Events that came since, newest first, to be put on top.
 *
 * @param tail address that asks for what comes after these
 */
@CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record EventsTail(List<StoredEvent> events, String tail) implements TemplateInstance {}

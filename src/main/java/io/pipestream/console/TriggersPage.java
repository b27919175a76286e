package io.pipestream.console;

import java.util.List;

import io.pipestream.trigger.Trigger;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/**
 * What workflows can be started by.
 *
 * @param open whether they are so few that their fields are shown at once
 */
@CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record TriggersPage(Filters filters, List<Trigger> triggers, boolean open) implements TemplateInstance {}

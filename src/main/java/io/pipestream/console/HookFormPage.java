package io.pipestream.console;

import java.util.Collection;

import io.pipestream.trigger.Trigger;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/**
 * The form of a new hook.
 *
 * @param given what its fields begin with
 */
@CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record HookFormPage(Filters given, Collection<Trigger> triggers) implements TemplateInstance {}

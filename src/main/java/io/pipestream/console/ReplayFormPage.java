package io.pipestream.console;

import java.util.List;

import io.pipestream.event.Action;
import io.pipestream.event.Trigger;
import io.pipestream.hook.HookView;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/**
 * Asks what to send again.
 *
 * @param given what the address brings along, for example from a search of events
 * @param hooks that it can go to
 */
@CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record ReplayFormPage(Filters given, List<Action> actions, List<Trigger> triggers, List<HookView> hooks)
        implements TemplateInstance {}

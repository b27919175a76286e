package io.pipestream.console;

import java.util.Collection;

import io.pipestream.hook.HookView;
import io.pipestream.hook.Hooks;
import io.pipestream.hook.TestResult;
import io.pipestream.trigger.Trigger;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import org.jspecify.annotations.Nullable;

/**
 * One hook: how it is doing, what it was sent, and what can be done.
 *
 * @param filters  what its deliveries are narrowed to
 * @param older    address of the next page; null on the last one
 * @param newest   address of the first page; null if this is it
 * @param triggers what it can be of
 * @param secret   shown this once; null if none was made
 * @param tried    what came of a sample; null if none was sent
 */
@CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record HookPage(
        HookView hook,
        Filters filters,
        Hooks.Deliveries deliveries,
        @Nullable String older,
        @Nullable String newest,
        Collection<Trigger> triggers,
        @Nullable String secret,
        @Nullable TestResult tried)
        implements TemplateInstance {}

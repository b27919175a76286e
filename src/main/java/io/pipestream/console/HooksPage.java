package io.pipestream.console;

import java.util.List;

import io.pipestream.hook.HookView;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/** The endpoints that triggers are pushed to, and how they are doing. */
@CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record HooksPage(List<HookView> hooks) implements TemplateInstance {}

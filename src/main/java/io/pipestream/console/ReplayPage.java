package io.pipestream.console;

import io.pipestream.replay.ReplayView;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/** One replay: its plan, what consumers see of it, how far it is. */
@CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record ReplayPage(ReplayView replay) implements TemplateInstance {}
